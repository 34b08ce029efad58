import Transport

extension Appliance {
  private static let administrator = "Portal Administrator"

  /// The user of that name; the name is the id.
  package func user(named name: String) async throws -> PortalUser? {
    do {
      return try await session.read("/users/\(name.percentEncoded)", what: "reading a user", needs: Self.administrator)
    } catch {
      guard (error as? ApplianceError)?.isNotFound == true else { throw error }
      return nil
    }
  }

  /// Adds a user with a password.
  ///
  /// How the API names a user's role is not documented; what an appliance gives a user who is added without one, it
  /// tells at that user's first sign-in.
  ///
  /// - Parameters:
  ///   - credential: Name and password: lower-case letters, digits, `_`, `-`, and `$` at the end.
  ///   - description: At most 255 characters.
  /// - Throws: ``ApplianceError``.
  package func createUser(_ credential: ApplianceCredential, description: String) async throws {
    let spec = UserSpec(
      name: credential.username,
      description: description,
      password: credential.password,
      oldPassword: nil
    )
    try await session.perform(
      .json("POST", "/users", spec, isRepeatable: false, (what: "adding a user", needs: Self.administrator))
    )
  }

  /// Changes a user's password.
  ///
  /// Texts disagree on whether the old one is needed: send it wherever it is known. Sessions of that user may end.
  package func changePassword(of user: String, from old: String?, to new: String) async throws {
    let spec = UserSpec(name: nil, description: nil, password: new, oldPassword: old)
    try await session.perform(
      .json("PUT", "/users/\(user.percentEncoded)", spec, (what: "changing a password", needs: Self.administrator))
    )
  }

  /// What the appliance has against a password; empty when nothing.
  package func validatePassword(_ password: String) async throws -> [String] {
    let spec = UserSpec(name: nil, description: nil, password: password, oldPassword: nil)
    return try await objections(
      .json("POST", "/users/validatePassword", spec, (what: "checking a password", needs: Self.administrator))
    )
  }

  /// What the appliance has against a new user's name; empty when nothing.
  package func validateUserName(_ name: String) async throws -> [String] {
    let spec = UserSpec(name: name, description: nil, password: nil, oldPassword: nil)
    return try await objections(
      .json("POST", "/users/validateName", spec, (what: "checking a user's name", needs: Self.administrator))
    )
  }

  private struct UserSpec: Encodable {
    let name: String?
    let description: String?
    let password: String?
    let oldPassword: String?
  }
}
