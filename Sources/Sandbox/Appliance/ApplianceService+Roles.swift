import FoundationEssentials

extension ApplianceService {
  static let roleRoutes = [
    ApplianceRoute("GET", "/accounts/amazon", .portalOperator) { try await $0.listRoles($1) },
    ApplianceRoute("POST", "/accounts/amazon", .portalAdministrator) { try await $0.addRole($1) },
    ApplianceRoute("POST", "/accounts/amazon/create", .portalAdministrator) { try await $0.createRoleInAWS($1) },
    ApplianceRoute("POST", "/accounts/amazon/validateName", .portalAdministrator) { try await $0.validateRoleName($1) },
    ApplianceRoute("POST", "/accounts/amazon/export", .portalAdministrator) { await $0.exportRoles($1) },
    ApplianceRoute("GET", "/accounts/amazon/{IAMRoleId}", .portalOperator) { try await $0.getRole($1) },
    ApplianceRoute("PUT", "/accounts/amazon/{IAMRoleId}", .portalAdministrator) { try await $0.updateRole($1) },
    ApplianceRoute("DELETE", "/accounts/amazon/{IAMRoleId}", .portalAdministrator) { try await $0.deleteRole($1) },
    ApplianceRoute("POST", "/accounts/amazon/{IAMRoleId}/validateDelete", .portalAdministrator) {
      try await $0.validateRoleRemoval($1)
    },
    ApplianceRoute("POST", "/accounts/amazon/{IAMRoleId}/rescan", .portalOperator) { try await $0.rescanRole($1) },
  ]

  private struct NameSpec: Decodable { let name: String }
  private struct RescanSpec: Decodable { let regionIds: [UUID]? }

  // MARK: Reads

  private func listRoles(_ call: ApplianceCall) async throws -> LoopbackReply {
    let registrations = await world.registrations()
    let roles = rolesView.roles(
      of: registrations,
      pattern: call.request.queryValue("SearchPattern"),
      order: try call.words("Sort", known: ["nameAsc", "nameDesc"])
    )
    let parent = Self.parent(in: registrations)
    let results = try window(of: roles, call)
    let link = call.link("self", "/accounts/amazon")
    let body = JSONWriter.document { json in
      json.member("totalCount", roles.count)
      json.member("results", results) { json, role in
        json.object { wire(role, parent: parent, call).write(to: &$0) }
      }
      json.member("_links", CollectionOfOne(link)) { json, link in json.object { link.write(to: &$0) } }
    }
    return LoopbackReply(status: 200, contentType: "application/json", body: body)
  }

  private func getRole(_ call: ApplianceCall) async throws -> LoopbackReply {
    let role = try await role(of: call)
    return await answer(role, call)
  }

  // MARK: Writes

  private func addRole(_ call: ApplianceCall) async throws -> LoopbackReply {
    let spec = try call.body(RoleSpec.self)
    if let objection = spec.objection(options, needsKind: true) { throw ApplianceProblem.invalid(objection) }
    try await tryToAssume(spec, call)
    let registration = Registration(
      id: UUID().uuidString.lowercased(),
      name: spec.name,
      description: spec.description ?? "",
      account: spec.otherAccount?.accountId ?? world.backupAccount,
      roleName: spec.otherAccount?.roleName ?? spec.sameAccount?.roleName ?? "",
      permissions: Self.permissions(spec.requestedPermissions)
    )
    try await add(registration)
    accessKeys[registration.id] = spec.accessKeys
    return await answer(registration, status: 201, call)
  }

  private func createRoleInAWS(_ call: ApplianceCall) async throws -> LoopbackReply {
    let spec = try call.body(RoleInAWSSpec.self)
    if let objection = spec.objection(options) { throw ApplianceProblem.invalid(objection) }
    let registration = Registration(
      id: UUID().uuidString.lowercased(),
      name: spec.name,
      description: spec.description ?? "",
      account: world.backupAccount,
      roleName: spec.roleName,
      permissions: Self.permissions(spec.requestedPermissions)
    )
    try await add(registration)
    return await answer(registration, status: 201, call)
  }

  private func updateRole(_ call: ApplianceCall) async throws -> LoopbackReply {
    let old = try await role(of: call)
    let spec = try call.body(RoleSpec.self)
    if let objection = spec.objection(options, needsKind: false) { throw ApplianceProblem.invalid(objection) }
    try await tryToAssume(spec, call)
    let backupAccount = world.backupAccount
    let registration = try await world.change { state in
      let present = state.registrations.present(at: call.now)
      guard var registration = present.first(where: { $0.id == old.id }) else {
        throw ApplianceProblem.notFound("Role '\(old.id)'")
      }
      guard !present.contains(where: { $0.name == spec.name && $0.id != old.id }) else {
        throw ApplianceProblem.invalid("A role with this name exists already.")
      }
      registration.name = spec.name
      if let description = spec.description { registration.description = description }
      if let permissions = spec.requestedPermissions { registration.permissions = Self.permissions(permissions) }
      if let role = spec.otherAccount {
        (registration.account, registration.roleName) = (role.accountId, role.roleName)
      } else if let role = spec.sameAccount {
        (registration.account, registration.roleName) = (backupAccount, role.roleName)
      }
      _ = state.registrations.replace(registration)
      return registration
    }
    if spec.hasKind { accessKeys[old.id] = spec.accessKeys }
    return await answer(registration, call)
  }

  private func deleteRole(_ call: ApplianceCall) async throws -> LoopbackReply {
    let role = try await role(of: call)
    if let use = uses(of: role).first { throw ApplianceProblem.invalid(use) }
    await world.removeRegistration(id: role.id)
    accessKeys[role.id] = nil
    return LoopbackReply(status: options.removedRole == .ok ? 200 : 204)
  }

  // MARK: Validation

  private func validateRoleName(_ call: ApplianceCall) async throws -> LoopbackReply {
    let name = try call.body(NameSpec.self).name
    var objections = [RoleSpec.objection(toName: name, options)].compactMap(\.self)
    if await world.registrations().contains(where: { $0.name == name }) {
      objections.append("A role with this name exists already.")
    }
    return .json(objections.map(ApplianceWire.ValidationMessage.error))
  }

  private func validateRoleRemoval(_ call: ApplianceCall) async throws -> LoopbackReply {
    let uses = uses(of: try await role(of: call))
    if uses.isEmpty, options.freeRole == .nothing { return LoopbackReply(status: 200) }
    return .json(uses.map(ApplianceWire.ValidationMessage.error))
  }

  // MARK: Rescan and export

  private func rescanRole(_ call: ApplianceCall) async throws -> LoopbackReply {
    let role = try await role(of: call)
    _ = try call.body(RescanSpec.self)
    let session = ApplianceSession.rescan(
      of: role.name,
      usn: sessions.count + 1,
      start: call.now,
      duration: options.rescanDuration
    )
    sessions.append(session)
    let links = [call.link("self", "/sessions/\(session.id)"), call.link("SessionLogs", "/sessions/\(session.id)/log")]
    return .json(ApplianceWire.SessionLink(sessionId: session.id, links: links), status: 202)
  }

  private func exportRoles(_ call: ApplianceCall) async -> LoopbackReply {
    let export = RoleExport(await world.registrations())
    let accepted = call.request.header("accept")?.lowercased() ?? ""
    return accepted.contains("xml") && !accepted.contains("csv")
      ? LoopbackReply(status: 200, contentType: "application/xml", body: Array(export.xml.utf8))
      : LoopbackReply(status: 200, contentType: "text/csv", body: Array(export.csv.utf8))
  }

  // MARK: Pieces

  private func role(of call: ApplianceCall) async throws -> Registration {
    let id = try call.identifier("IAMRoleId")
    guard let role = await world.registration(id: id) else { throw ApplianceProblem.notFound("Role '\(id)'") }
    return role
  }

  /// Adds `registration` unless its name is taken.
  private func add(_ registration: Registration) async throws {
    let now = world.clock.now
    try await world.change { state in
      guard !state.registrations.present(at: now).contains(where: { $0.name == registration.name }) else {
        throw ApplianceProblem.invalid("A role with this name exists already.")
      }
      state.registrations.add(registration)
    }
  }

  /// Refuses a role whose trust does not hold, or does not hold yet.
  private func tryToAssume(_ spec: RoleSpec, _ call: ApplianceCall) async throws {
    let address: RoleAddress
    if let role = spec.otherAccount {
      address = .init(account: role.accountId, roleName: role.roleName)
    } else if let role = spec.sameAccount {
      address = .init(account: world.backupAccount, roleName: role.roleName)
    } else {
      return
    }
    let refusal = ApplianceProblem.invalid(
      "The role '\(address.roleName)' in account \(address.account) cannot be assumed."
    )
    guard !options.unassumableRoles.contains(address) else { throw refusal }
    let trial = RoleTrial(address: address, externalID: spec.otherAccount?.externalId, delay: options.trustDelay)
    switch await world.perform({ state, now in trial.outcome(in: state, at: now) }) {
    case .assumed: return
    case .refused: throw refusal
    case .notLive:
      let first = firstAttempts[address] ?? call.now
      firstAttempts[address] = first
      guard call.now >= first + options.trustDelay else { throw refusal }
    }
  }

  private static func permissions(_ requested: [String]?) -> [String] {
    guard let requested, !requested.isEmpty else { return RoleSpec.allPermissions }
    return requested
  }

  /// What still works with `role`, one sentence each.
  private func uses(of role: Registration) -> [String] {
    func isUsed(_ name: String?) -> Bool { name.map { $0 == role.name } ?? role.isFactoryRole }
    return options.repositories.filter { isUsed($0.roleName) }.map {
      "The role is used by the repository '\($0.name)'."
    }
      + options.policies.filter { isUsed($0.roleName) }.map { "The role is used by the policy '\($0.name)'." }
  }

  /// The role through which the appliance reaches the others: the one it was installed with.
  static func parent(in registrations: [Registration]) -> String {
    registrations.first(where: \.isFactoryRole)?.id ?? "00000000-0000-4000-8000-000000000000"
  }

  /// One role as a whole answer.
  private func answer(_ role: Registration, status: Int = 200, _ call: ApplianceCall) async -> LoopbackReply {
    let role = wire(role, parent: Self.parent(in: await world.registrations()), call)
    let body = JSONWriter.document { role.write(to: &$0) }
    return LoopbackReply(status: status, contentType: "application/json", body: body)
  }

  private func wire(_ role: Registration, parent: String, _ call: ApplianceCall) -> ApplianceWire.IamRole {
    let usesNewField = call.revision >= options.accountFieldChangesAt
    let path = "/accounts/amazon/\(role.id)"
    return ApplianceWire.IamRole(
      id: role.id,
      name: role.name,
      description: role.description,
      awsid: usesNewField ? nil : role.account,
      awsAccountId: usesNewField ? role.account : nil,
      regionType: "Global",
      kind: kind(of: role, parent: parent),
      accountPermissions: call.revision >= ApplianceRevision(minor: 5) ? role.permissions : nil,
      links: [
        call.link("self", path), call.link("update", path, method: "PUT"),
        call.link("delete", path, method: "DELETE"),
      ]
    )
  }

  private func kind(of role: Registration, parent: String) -> ApplianceWire.IamRole.Kind {
    if let keys = accessKeys[role.id] {
      return .accessKeys(accessKey: keys.accessKey, defaultRegion: keys.defaultRegionType ?? "Global")
    }
    guard role.account == world.backupAccount else {
      return .otherAccount(parent: parent, accountId: role.account, roleName: role.roleName)
    }
    return .sameAccount(parent: parent, roleName: role.roleName, isDefault: role.isFactoryRole)
  }
}
