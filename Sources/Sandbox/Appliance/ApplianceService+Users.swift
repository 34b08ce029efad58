import FoundationEssentials

extension ApplianceService {
  static let userRoutes = [
    ApplianceRoute("GET", "/users", .portalAdministrator) { try await $0.listUsers($1) },
    ApplianceRoute("POST", "/users", .portalAdministrator) { try await $0.createUser($1) },
    ApplianceRoute("GET", "/users/{userId}", .portalAdministrator) { try await $0.getUser($1) },
    ApplianceRoute("PUT", "/users/{userId}", .portalAdministrator) { try await $0.updateUser($1) },
    ApplianceRoute("DELETE", "/users/{userId}", .portalAdministrator) { try await $0.deleteUser($1) },
    ApplianceRoute("POST", "/users/validateName", .portalAdministrator) { try await $0.validateUserName($1) },
    ApplianceRoute("POST", "/users/validateDescription", .portalAdministrator) { try $0.validateUserDescription($1) },
    ApplianceRoute("POST", "/users/validatePassword", .portalAdministrator) { try $0.validateUserPassword($1) },
    ApplianceRoute("POST", "/users/{userId}/enableMfa", .portalAdministrator) { try await $0.enableMfa($1) },
    ApplianceRoute("POST", "/users/{userId}/acceptMfa", .portalAdministrator) { try await $0.acceptMfa($1) },
    ApplianceRoute("POST", "/users/{userId}/disableMfa", .portalAdministrator) { try await $0.disableMfa($1) },
  ]

  private struct CreateSpec: Decodable {
    let name: String
    let description: String
    let password: String?
    let accountType: String?
  }

  private struct UpdateSpec: Decodable {
    let description: String?
    let password: String?
    let oldPassword: String?
  }

  private struct NameSpec: Decodable { let name: String }
  private struct DescriptionSpec: Decodable { let description: String }
  private struct PasswordSpec: Decodable { let password: String }
  private struct EnableSpec: Decodable { let recreate: Bool? }

  private struct AcceptSpec: Decodable {
    let code: String
    let token: String
  }

  // MARK: Reads

  private func listUsers(_ call: ApplianceCall) async throws -> LoopbackReply {
    var users = await world.portalUsers()
    if let pattern = call.request.queryValue("SearchPattern")?.lowercased(), !pattern.isEmpty {
      users = users.filter { $0.name.lowercased().contains(pattern) }
    }
    let fields = ["name", "description", "isDefault", "mfaEnabled"]
    let order = try call.words("Sort", known: fields.flatMap { ["\($0)Asc", "\($0)Desc"] })
    for word in order.reversed() {
      let key: (PortalUser) -> String =
        switch word.prefix(while: { $0 != "A" && $0 != "D" }) {
        case "name": { $0.name }
        case "description": { [extras] in extras.descriptions[$0.name] ?? "" }
        case "isDefault": { [options] in $0.name == options.defaultUser ? "1" : "0" }
        default: { $0.hasMFA ? "1" : "0" }
        }
      users.sort { word.hasSuffix("Asc") ? key($0) < key($1) : key($0) > key($1) }
    }
    guard options.userList == .page else {
      return .json(try window(of: users, call).map { wire($0, call) })
    }
    return try page(of: users, call, path: "/users") { wire($0, call) }
  }

  private func getUser(_ call: ApplianceCall) async throws -> LoopbackReply {
    let user = try await named(call.parameter("userId"))
    return .json(wire(user, call))
  }

  // MARK: Writes

  /// Adds a user with all rights: the field that would set another role is in no text that could be read.
  private func createUser(_ call: ApplianceCall) async throws -> LoopbackReply {
    let spec = try call.body(CreateSpec.self)
    let isExternal = spec.accountType == "External"
    var objections = UserNameRule.objections(to: spec.name, isExternal: isExternal)
    if spec.description.unicodeScalars.count > 255 { objections.append("The description is too long.") }
    if !isExternal { objections += options.passwordRule.objections(to: spec.password ?? "") }
    if let objection = objections.first { throw ApplianceProblem.invalid(objection) }
    let user = PortalUser(
      id: UUID().uuidString.lowercased(),
      name: spec.name,
      password: isExternal ? OpaqueToken.make() : spec.password ?? "",
      role: .portalAdministrator
    )
    try await world.change { state in
      guard !state.portalUsers.contains(where: { $0.name == user.name }) else {
        throw ApplianceProblem.invalid("A user with this name exists already.")
      }
      state.portalUsers.append(user)
    }
    extras.descriptions[user.name] = spec.description
    if isExternal { extras.external.insert(user.name) }
    return .json(wire(user, call), status: 201)
  }

  private func updateUser(_ call: ApplianceCall) async throws -> LoopbackReply {
    var user = try await named(call.parameter("userId"))
    let spec = try call.body(UpdateSpec.self)
    if let description = spec.description {
      guard description.unicodeScalars.count <= 255 else {
        throw ApplianceProblem.invalid("The description is too long.")
      }
      extras.descriptions[user.name] = description
    }
    if let password = spec.password {
      guard !extras.external.contains(user.name) else {
        throw ApplianceProblem.invalid("The password of this user is kept by the identity provider.")
      }
      if spec.oldPassword == nil, options.oldPassword == .required {
        throw ApplianceProblem.invalid("oldPassword is required.")
      }
      if let old = spec.oldPassword, old != user.password {
        throw ApplianceProblem.invalid("The old password is incorrect.")
      }
      if let objection = options.passwordRule.objections(to: password).first {
        throw ApplianceProblem.invalid(objection)
      }
      user.password = password
      await world.replace(user)
      if options.endsTokensOnPasswordChange { tokens.revokeAll(of: user.name) }
    }
    return .json(wire(user, call))
  }

  private func deleteUser(_ call: ApplianceCall) async throws -> LoopbackReply {
    let user = try await named(call.parameter("userId"))
    guard user.name != options.defaultUser, user.name != call.user?.name else { throw ApplianceProblem.forbidden }
    await world.change { state in state.portalUsers.removeAll { $0.id == user.id } }
    extras.forget(user.name)
    tokens.revokeAll(of: user.name)
    return LoopbackReply(status: 204)
  }

  // MARK: Validation: always 200, with messages when something is wrong

  private func validateUserName(_ call: ApplianceCall) async throws -> LoopbackReply {
    let name = try call.body(NameSpec.self).name
    var objections = UserNameRule.objections(to: name)
    if await world.portalUsers().contains(where: { $0.name == name }) {
      objections.append("A user with this name exists already.")
    }
    return .json(objections.map(ApplianceWire.ValidationMessage.error))
  }

  private func validateUserDescription(_ call: ApplianceCall) throws -> LoopbackReply {
    let description = try call.body(DescriptionSpec.self).description
    let objections = description.unicodeScalars.count > 255 ? ["The description is too long."] : []
    return .json(objections.map(ApplianceWire.ValidationMessage.error))
  }

  private func validateUserPassword(_ call: ApplianceCall) throws -> LoopbackReply {
    let password = try call.body(PasswordSpec.self).password
    return .json(options.passwordRule.objections(to: password).map(ApplianceWire.ValidationMessage.error))
  }

  // MARK: Second factor

  private func enableMfa(_ call: ApplianceCall) async throws -> LoopbackReply {
    let user = try await named(call.parameter("userId"))
    if !call.request.body.isEmpty { _ = try call.body(EnableSpec.self) }
    guard !extras.external.contains(user.name) else { throw ApplianceProblem.forbidden }
    let secret = TimedCode(userID: user.id).secretKey
    let token = OpaqueToken.make()
    extras.preparedFactors[user.name] = token
    let label = FormEncoding.encoded("Simulated appliance:\(user.name)")
    return .json(
      ApplianceWire.UserMfaData(
        userName: user.name,
        qrString: "otpauth://totp/\(label)?secret=\(secret)",
        secretKey: secret,
        scratchCodes: [],
        token: token
      )
    )
  }

  private func acceptMfa(_ call: ApplianceCall) async throws -> LoopbackReply {
    var user = try await named(call.parameter("userId"))
    let spec = try call.body(AcceptSpec.self)
    guard extras.preparedFactors[user.name] == spec.token,
      TimedCode(userID: user.id).accepts(spec.code, at: call.now)
    else { throw ApplianceProblem.invalid("The code or token is incorrect.") }
    extras.preparedFactors[user.name] = nil
    user.hasMFA = true
    await world.replace(user)
    return LoopbackReply(status: 201)
  }

  private func disableMfa(_ call: ApplianceCall) async throws -> LoopbackReply {
    var user = try await named(call.parameter("userId"))
    user.hasMFA = false
    await world.replace(user)
    return LoopbackReply(status: 200)
  }

  // MARK: Pieces

  private func named(_ name: String) async throws -> PortalUser {
    guard let user = await world.portalUsers().first(where: { $0.name == name }) else {
      throw ApplianceProblem.notFound("User '\(name)'")
    }
    return user
  }

  private func wire(_ user: PortalUser, _ call: ApplianceCall) -> ApplianceWire.User {
    let path = "/users/\(FormEncoding.encoded(user.name))"
    return ApplianceWire.User(
      name: user.name,
      description: extras.descriptions[user.name] ?? "",
      mfaEnabled: user.hasMFA,
      isDefault: user.name == options.defaultUser,
      links: [
        call.link("self", path), call.link("update", path, method: "PUT"),
        call.link("delete", path, method: "DELETE"),
      ]
    )
  }
}
