import Transport

extension Appliance {
  private static let administrator = "Portal Administrator"

  /// The registrations whose name holds `text`, as the appliance searches.
  ///
  /// How it searches is not documented beyond a sample with plain text: compare again.
  package func roles(matching text: String) -> Pages<IAMRole> {
    pages(
      of: "/accounts/amazon",
      query: "SearchPattern=\(text.percentEncoded)&",
      what: "reading IAM roles",
      needs: "Portal Operator"
    )
  }

  /// The registration with exactly that name.
  package func role(named name: String) async throws -> IAMRole? {
    try await roles(matching: name).all().first { $0.name == name }
  }

  /// The registrations of an account whose name holds the account's number; with `roleName`, only those of that role.
  ///
  /// The API finds entries by their own name alone. Those of another name cost a look at all of them: ``roles()``.
  package func roles(ofAccount account: String, roleName: String? = nil) async throws -> [IAMRole] {
    try await roles(matching: account).all().filter { role in
      role.accountId == account && (roleName.map { role.hasRoleName($0) } ?? true)
    }
  }

  /// Registers a role.
  ///
  /// Must not happen twice, so that it is not sent again by itself: after an error that leaves open what became of it,
  /// look it up by its name.
  ///
  /// - Parameter spec: What to register.
  /// - Throws: ``ApplianceError``; ``ApplianceError/cannotAssume(message:)`` where the role does not let the appliance in.
  package func addRole(_ spec: RoleSpec) async throws {
    let request = try ApplianceRequest.json(
      "POST",
      "/accounts/amazon",
      spec,
      isRepeatable: false,
      (what: "registering an IAM role", needs: Self.administrator)
    )
    do {
      try await session.perform(request)
    } catch {
      throw Self.told(error)
    }
  }

  /// Changes a registration; safe to repeat.
  ///
  /// - Parameters:
  ///   - id: The appliance's id of the entry.
  ///   - spec: All that it is to say.
  /// - Throws: As ``addRole(_:)``.
  package func updateRole(_ id: String, to spec: RoleSpec) async throws {
    let request = try ApplianceRequest.json(
      "PUT",
      "/accounts/amazon/\(id.percentEncoded)",
      spec,
      (what: "changing an IAM role", needs: Self.administrator)
    )
    do {
      try await session.perform(request)
    } catch {
      throw Self.told(error)
    }
  }

  /// Removes a registration; safe to repeat.
  ///
  /// Documented to answer 200 without a body, and 204; either is a success.
  ///
  /// - Parameter id: The appliance's id of the entry.
  /// - Returns: False where it was not there.
  /// - Throws: ``ApplianceError``; while a policy or a repository uses it, the appliance refuses.
  @discardableResult
  package func removeRole(_ id: String) async throws -> Bool {
    let request = ApplianceRequest(
      method: "DELETE",
      path: "/accounts/amazon/\(id.percentEncoded)",
      purpose: (what: "removing an IAM role", needs: Self.administrator)
    )
    do {
      try await session.perform(request)
      return true
    } catch {
      guard (error as? ApplianceError)?.isNotFound == true else { throw error }
      return false
    }
  }

  /// What speaks against removing a registration, in the appliance's words: who uses it.
  ///
  /// - Parameter id: The appliance's id of the entry.
  /// - Returns: Empty when it is free, which appliances say by no messages or by no body at all.
  /// - Throws: ``ApplianceError``.
  package func validateRemoval(_ id: String) async throws -> [String] {
    let request = ApplianceRequest(
      method: "POST",
      path: "/accounts/amazon/\(id.percentEncoded)/validateDelete",
      purpose: (what: "checking the use of an IAM role", needs: Self.administrator)
    )
    return try await objections(request)
  }

  /// The errors among the messages that a validation answers; warnings do not count.
  func objections(_ request: ApplianceRequest) async throws -> [String] {
    let messages: [ValidationMessage] = try await session.ask(request) ?? []
    return messages.filter { !$0.isWarning }.map(\.message)
  }

  /// Tells "cannot assume" from other refusals.
  private static func told(_ error: any Error) -> any Error {
    guard case .refused(_, _, let message) = error as? ApplianceError, AssumeRefusal.isMeant(by: message) else {
      return error
    }
    return ApplianceError.cannotAssume(message: message)
  }
}

extension IAMRole {
  /// Whether its role is `name`; paths are written with and without the slash in front.
  package func hasRoleName(_ name: String) -> Bool {
    roleName?.trimmingPrefix("/") == name.trimmingPrefix("/")
  }
}

extension ApplianceError {
  /// Whether the appliance does not know what was asked for.
  package var isNotFound: Bool {
    switch self {
    case .refused(404, _, _), .unexpected(404, _): true
    default: false
    }
  }
}
