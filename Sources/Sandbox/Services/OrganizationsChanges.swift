import FoundationEssentials

/// AWS Organizations: what foreign clients need to build a world.
extension OrganizationsService {
  static let changes: Set<String> = [
    "CreateOrganization", "CreateOrganizationalUnit", "CreateAccount", "MoveAccount", "CloseAccount",
    "EnableAWSServiceAccess", "RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator", "CreatePolicy",
    "AttachPolicy", "DetachPolicy",
  ]

  /// A moment after which a requested account is there.
  static let accountCreationTime: TimeInterval = 0.4

  func change(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    guard Self.changes.contains(operation) else { throw .unknownOperation(.json, operation) }
    guard caller.access == .write else { throw .denied(.json, caller.arn, "organizations:\(operation)") }
    if operation == "CreateOrganization" { return try createOrganization(&state) }
    guard var organization = state.organization else {
      throw ServiceFailure(
        code: "AWSOrganizationsNotInUseException",
        message: "Your account is not a member of an organization."
      )
    }
    guard caller.account == organization.managementAccount else {
      throw ServiceFailure(
        code: "AccessDeniedException",
        message: "You don't have permissions to access this resource."
      )
    }
    switch operation {
    case "CreateOrganizationalUnit":
      let answer = try createUnit(in: &organization, &state)
      state.organization = organization
      return answer
    case "CreateAccount":
      let answer = try createAccount(in: &organization, &state)
      state.organization = organization
      return answer
    case "MoveAccount":
      let (account, source) = try moveAccount(in: &organization)
      state.organization = organization
      state.follow(account, from: source, now: now)
      return Array("{}".utf8)
    case "CloseAccount":
      try closeAccount(in: &organization)
      state.organization = organization
      return Array("{}".utf8)
    default:
      let answer = try changePolicies(operation, in: &organization, &state)
      state.organization = organization
      return answer
    }
  }

  private func createOrganization(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    guard state.organization == nil else {
      throw ServiceFailure(
        code: "AlreadyInOrganizationException",
        message: "The provided account is already a member of an organization."
      )
    }
    var organization = OrganizationRecord(
      id: "o-" + state.generator.slug(10),
      rootID: "r-" + state.generator.slug(4),
      managementAccount: caller.account
    )
    organization.add(
      AccountRecord(
        id: caller.account,
        name: "management",
        email: "aws+management@acme.example",
        state: .active,
        joinedAt: now,
        wasInvited: true,
        unit: 0
      )
    )
    state.organization = organization
    let view = OrganizationView(organization: organization, hasPaths: state.hasPaths)
    return JSONWriter.document { view.write(organizationTo: &$0) }
  }

  private func createUnit(
    in organization: inout OrganizationRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> [UInt8] {
    let parentID = try required("ParentId")
    let name = try required("Name")
    guard let parent = organization.unitIndex(parentID) else {
      throw ServiceFailure(code: "ParentNotFoundException", message: "You specified parent that doesn't exist.")
    }
    guard organization.units[parent].depth < OrganizationRecord.deepest else {
      throw ServiceFailure(
        code: "ConstraintViolationException",
        message: "You have exceeded the maximum organizational unit depth.",
        reason: "OU_DEPTH_LIMIT_EXCEEDED"
      )
    }
    guard name.count <= 128 else {
      throw .invalid("You specified an invalid value for Name.", reason: "MAX_LENGTH_EXCEEDED")
    }
    guard !organization.units[parent].children.contains(where: { organization.units[$0].name == name }) else {
      throw ServiceFailure(
        code: "DuplicateOrganizationalUnitException",
        message: "An organizational unit with the same name already exists."
      )
    }
    let suffix = organization.root.id.dropFirst(2)
    let index = organization.addUnit(id: "ou-\(suffix)-\(state.generator.slug(8))", name: name, parent: parent)
    let view = OrganizationView(organization: organization, hasPaths: state.hasPaths)
    return JSONWriter.document { json in
      json.member("OrganizationalUnit") { view.writeFields(of: organization.units[index], to: &$0) }
    }
  }

  private func createAccount(
    in organization: inout OrganizationRecord,
    _ state: inout WorldState
  ) throws(ServiceFailure) -> [UInt8] {
    let name = try required("AccountName")
    let email = try required("Email")
    guard email.contains("@"), (6...64).contains(email.count) else {
      throw .invalid("You specified an invalid email address.", reason: "INVALID_EMAIL_ADDRESS_FORMAT")
    }
    guard name.count <= 50 else {
      throw .invalid("You specified an invalid value for AccountName.", reason: "MAX_LENGTH_EXCEEDED")
    }
    var id = state.generator.accountID()
    while organization.account(id) != nil { id = state.generator.accountID() }
    organization.add(
      AccountRecord(id: id, name: name, email: email, state: .active, joinedAt: now, unit: 0)
    )
    let request = WorldState.AccountRequest(
      id: "car-" + state.generator.slug(32),
      account: id,
      name: name,
      requestedAt: now
    )
    state.accountRequests.append(request)
    state.orders.append { [id] world in
      do { try await world.clock.sleep(for: .seconds(Self.accountCreationTime)) } catch { return }
      await world.perform { state, now in state.follow(id, from: nil, now: now) }
    }
    return JSONWriter.document { json in
      json.member("CreateAccountStatus") { write(request, to: &$0) }
    }
  }

  /// The account, and the index of the unit that it was in.
  private func moveAccount(
    in organization: inout OrganizationRecord
  ) throws(ServiceFailure) -> (account: String, source: Int) {
    let account = try existingAccount(try required("AccountId"), organization)
    guard let source = organization.unitIndex(try required("SourceParentId")), source == account.unit else {
      throw ServiceFailure(
        code: "SourceParentNotFoundException",
        message: "You specified a source root or OU that doesn't exist or does not hold the account."
      )
    }
    guard let destination = organization.unitIndex(try required("DestinationParentId")) else {
      throw ServiceFailure(
        code: "DestinationParentNotFoundException",
        message: "You specified a destination container (a root or OU) that doesn't exist."
      )
    }
    if let index = organization.accountIndex(account.id) { organization.move(account: index, to: destination) }
    return (account.id, source)
  }

  /// The account is closed at once; the moments in which it is PENDING_CLOSURE are left out.
  private func closeAccount(in organization: inout OrganizationRecord) throws(ServiceFailure) {
    let account = try existingAccount(try required("AccountId"), organization)
    guard account.id != organization.managementAccount else {
      throw ServiceFailure(
        code: "ConstraintViolationException",
        message: "You cannot close the management account of an organization.",
        reason: "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"
      )
    }
    guard account.state == .active else {
      throw ServiceFailure(code: "AccountAlreadyClosedException", message: "The account is already closed.")
    }
    if let index = organization.accountIndex(account.id) { organization.setState(.closed, ofAccount: index) }
  }

  func write(_ request: WorldState.AccountRequest, to json: inout JSONWriter) {
    let done = request.requestedAt.addingTimeInterval(Self.accountCreationTime)
    json.member("Id", request.id)
    json.member("AccountName", request.name)
    json.member("State", now < done ? "IN_PROGRESS" : "SUCCEEDED")
    json.member("RequestedTimestamp", request.requestedAt.timeIntervalSince1970)
    guard now >= done else { return }
    json.member("CompletedTimestamp", done.timeIntervalSince1970)
    json.member("AccountId", request.account)
  }
}
