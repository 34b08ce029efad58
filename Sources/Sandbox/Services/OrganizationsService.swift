import FoundationEssentials

/// AWS Organizations over one world at one moment: reads.
struct OrganizationsService {
  let input: JSONInput
  let caller: Identity
  let now: Date

  static let reads: Set<String> = [
    "DescribeOrganization", "ListRoots", "ListOrganizationalUnitsForParent", "DescribeOrganizationalUnit",
    "ListAccountsForParent", "ListAccounts", "DescribeAccount", "ListParents", "ListChildren",
    "ListDelegatedAdministrators", "ListDelegatedServicesForAccount", "DescribeCreateAccountStatus",
    "ListPoliciesForTarget", "ListPolicies", "DescribePolicy", "ListAWSServiceAccessForOrganization",
  ]

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    guard Self.reads.contains(operation) else { return try change(operation, &state) }
    guard let organization = state.organization, isMember(of: organization) else {
      throw ServiceFailure(
        code: "AWSOrganizationsNotInUseException",
        message: "Your account is not a member of an organization."
      )
    }
    let view = OrganizationView(organization: organization, hasPaths: state.hasPaths)
    if operation == "DescribeOrganization" { return JSONWriter.document { view.write(organizationTo: &$0) } }
    try checkReader(of: organization)
    switch operation {
    case "ListRoots": return try roots(view)
    case "ListOrganizationalUnitsForParent": return try units(view)
    case "DescribeOrganizationalUnit": return try unit(view)
    case "ListAccountsForParent": return try accountsOfParent(view)
    case "ListAccounts": return try accounts(view)
    case "DescribeAccount": return try account(view)
    case "ListParents": return try parents(organization)
    case "ListChildren": return try children(organization)
    case "ListDelegatedAdministrators": return try delegatedAdministrators(view)
    case "ListDelegatedServicesForAccount": return try delegatedServices(organization)
    case "ListPoliciesForTarget": return try policiesForTarget(view)
    case "ListPolicies": return try policies(view)
    case "DescribePolicy": return try policy(view)
    case "ListAWSServiceAccessForOrganization": return try trustedServices(organization)
    default: return try accountStatus(state)
    }
  }

  private func isMember(of organization: OrganizationRecord) -> Bool {
    organization.account(caller.account) != nil
  }

  /// Lists are for the management account and for members registered as delegated administrator of any service.
  private func checkReader(of organization: OrganizationRecord) throws(ServiceFailure) {
    let isReader =
      caller.account == organization.managementAccount || organization.isDelegated(caller.account)
    guard isReader else {
      throw ServiceFailure(
        code: "AccessDeniedException",
        message: "You don't have permissions to access this resource."
      )
    }
  }

  // MARK: Lists

  private func roots(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let page = try page(of: 1, list: "roots")
    return JSONWriter.document { json in
      json.member("Roots", page.range) { json, _ in view.write(rootTo: &json) }
      json.member("NextToken", page.next)
    }
  }

  private func units(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let (parent, id) = try parent(view.organization)
    let page = try page(of: parent.children.count, list: "units \(id)")
    return JSONWriter.document { json in
      json.member("OrganizationalUnits", page.range) { json, index in
        view.write(unit: view.organization.units[parent.children[index]], to: &json)
      }
      json.member("NextToken", page.next)
    }
  }

  private func unit(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let id = try required("OrganizationalUnitId")
    guard id.hasPrefix("ou-"), let index = view.organization.unitIndex(id) else {
      throw ServiceFailure(
        code: "OrganizationalUnitNotFoundException",
        message: "You specified an organizational unit that doesn't exist."
      )
    }
    return JSONWriter.document { json in
      json.member("OrganizationalUnit") { view.writeFields(of: view.organization.units[index], to: &$0) }
    }
  }

  private func accountsOfParent(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let (parent, id) = try parent(view.organization)
    let page = try page(of: parent.accounts.count, list: "accounts \(id)")
    return accountPage(parent.accounts[page.range], page, view)
  }

  private func accounts(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let page = try page(of: view.organization.accounts.count, list: "accounts")
    return accountPage(page.range, page, view)
  }

  private func accountPage(_ indices: some Sequence<Int>, _ page: Page, _ view: OrganizationView) -> [UInt8] {
    JSONWriter.document { json in
      json.member("Accounts", indices) { json, index in
        json.object { view.writeFields(of: view.organization.accounts[index], to: &$0) }
      }
      json.member("NextToken", page.next)
    }
  }

  private func account(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let account = try existingAccount(try required("AccountId"), view.organization)
    return JSONWriter.document { json in
      json.member("Account") { view.writeFields(of: account, to: &$0) }
    }
  }

  private func parents(_ organization: OrganizationRecord) throws(ServiceFailure) -> [UInt8] {
    let id = try required("ChildId")
    let parent = organization.account(id)?.unit ?? organization.unitIndex(id).flatMap { organization.units[$0].parent }
    guard let parent else {
      throw ServiceFailure(
        code: "ChildNotFoundException",
        message: "You specified an organizational unit (OU) or account that doesn't exist."
      )
    }
    return JSONWriter.document { json in
      json.member("Parents", CollectionOfOne(organization.units[parent])) { json, unit in
        json.object {
          $0.member("Id", unit.id)
          $0.member("Type", unit.parent == nil ? "ROOT" : "ORGANIZATIONAL_UNIT")
        }
      }
    }
  }

  private func children(_ organization: OrganizationRecord) throws(ServiceFailure) -> [UInt8] {
    let (parent, id) = try parent(organization)
    let type = try required("ChildType")
    guard ["ACCOUNT", "ORGANIZATIONAL_UNIT"].contains(type) else {
      throw .invalid("You specified an invalid value for ChildType.", reason: "INVALID_ENUM")
    }
    let ids =
      type == "ACCOUNT"
      ? parent.accounts.map { organization.accounts[$0].id } : parent.children.map { organization.units[$0].id }
    let page = try page(of: ids.count, list: "children \(type) \(id)")
    return JSONWriter.document { json in
      json.member("Children", ids[page.range]) { json, id in
        json.object {
          $0.member("Id", id)
          $0.member("Type", type)
        }
      }
      json.member("NextToken", page.next)
    }
  }

  private func delegatedAdministrators(_ view: OrganizationView) throws(ServiceFailure) -> [UInt8] {
    let principal = input.string("ServicePrincipal")
    var seen: Set<String> = []
    let found = view.organization.delegations.filter {
      (principal == nil || $0.principal == principal) && seen.insert($0.account).inserted
    }
    let page = try page(of: found.count, list: "delegated \(principal ?? "")")
    return JSONWriter.document { json in
      json.member("DelegatedAdministrators", found[page.range]) { json, delegation in
        view.write(delegation, to: &json)
      }
      json.member("NextToken", page.next)
    }
  }

  private func delegatedServices(_ organization: OrganizationRecord) throws(ServiceFailure) -> [UInt8] {
    let account = try existingAccount(try required("AccountId"), organization)
    let found = organization.delegations.filter { $0.account == account.id }
    guard !found.isEmpty else {
      throw ServiceFailure(
        code: "AccountNotRegisteredException",
        message: "The specified account is not a delegated administrator for any AWS service."
      )
    }
    let page = try page(of: found.count, list: "services \(account.id)")
    return JSONWriter.document { json in
      json.member("DelegatedServices", found[page.range]) { json, delegation in
        json.object {
          $0.member("ServicePrincipal", delegation.principal)
          $0.member("DelegationEnabledDate", delegation.since.timeIntervalSince1970)
        }
      }
      json.member("NextToken", page.next)
    }
  }

  private func accountStatus(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let id = try required("CreateAccountRequestId")
    guard let request = state.accountRequests.first(where: { $0.id == id }) else {
      throw ServiceFailure(
        code: "CreateAccountStatusNotFoundException",
        message: "You specified a create account request that doesn't exist."
      )
    }
    return JSONWriter.document { json in
      json.member("CreateAccountStatus") { write(request, to: &$0) }
    }
  }

  // MARK: Arguments

  func required(_ name: String) throws(ServiceFailure) -> String {
    guard let value = input.string(name), !value.isEmpty else {
      throw .invalid("You specified an invalid value for \(name).", reason: "INPUT_REQUIRED")
    }
    return value
  }

  func existingAccount(_ id: String, _ organization: OrganizationRecord) throws(ServiceFailure) -> AccountRecord {
    guard let account = organization.account(id) else {
      throw ServiceFailure(
        code: "AccountNotFoundException",
        message: "You specified an account that doesn't exist."
      )
    }
    return account
  }

  private func parent(_ organization: OrganizationRecord) throws(ServiceFailure) -> (OrganizationRecord.Unit, String) {
    let id = try required("ParentId")
    guard let index = organization.unitIndex(id) else {
      throw ServiceFailure(
        code: "ParentNotFoundException",
        message: "You specified parent that doesn't exist."
      )
    }
    return (organization.units[index], id)
  }

  /// Pages hold 20 at most, and MaxResults is 1 to 20.
  func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    let size = input.integer("MaxResults") ?? 20
    guard size >= 1 else {
      throw .invalid("You specified an invalid value for MaxResults.", reason: "MIN_VALUE_EXCEEDED")
    }
    guard size <= 20 else {
      throw .invalid("You specified an invalid value for MaxResults.", reason: "MAX_VALUE_EXCEEDED")
    }
    guard let page = Page(count: count, size: size, token: input.string("NextToken"), list: list) else {
      throw .invalid("You specified an invalid value for NextToken.", reason: "INVALID_NEXT_TOKEN")
    }
    return page
  }
}

extension ServiceFailure {
  /// Organizations' InvalidInputException with its machine-readable reason.
  static func invalid(_ message: String, reason: String) -> ServiceFailure {
    .init(code: "InvalidInputException", message: message, reason: reason)
  }
}
