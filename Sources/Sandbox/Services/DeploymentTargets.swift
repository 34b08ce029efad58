/// The accounts that CreateStackInstances reaches.
struct DeploymentTargets {
  struct Site: Hashable {
    let account: String
    /// The unit that was targeted.
    let unit: String?
    let isActive: Bool
  }

  let unitIDs: [String]
  let accounts: [String]
  let filter: String?
  let sites: [Site]

  init(_ input: QueryInput, set: StackSetRecord, organization: OrganizationRecord?) throws(ServiceFailure) {
    let targets = input.structure("DeploymentTargets")
    accounts = targets?.strings("Accounts") ?? input.strings("Accounts") ?? []
    unitIDs = targets?.strings("OrganizationalUnitIds") ?? []
    filter = targets?.string("AccountFilterType")
    guard accounts.allSatisfy({ $0.utf8.count == 12 && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      throw .validation("Accounts must be 12 digits each")
    }
    guard set.isServiceManaged else {
      guard unitIDs.isEmpty else {
        throw .validation("OrganizationalUnitIds should not be specified in SELF_MANAGED mode")
      }
      guard !accounts.isEmpty else { throw .validation("Accounts can not be empty") }
      sites = accounts.map { Site(account: $0, unit: nil, isActive: true) }
      return
    }
    guard let organization, !unitIDs.isEmpty, input.strings("Accounts") == nil else {
      throw .validation("OrganizationalUnitIds should be specified in SERVICE_MANAGED mode")
    }
    guard unitIDs.count <= 50 else { throw .validation("OrganizationalUnitIds takes 50 at most") }
    sites = try Self.sites(below: unitIDs, in: organization, keeping: Self.rule(filter, accounts))
  }

  /// Which accounts of a unit the filter keeps; without a filter all, even when accounts were named.
  private static func rule(_ filter: String?, _ accounts: [String]) throws(ServiceFailure) -> (String) -> Bool {
    switch filter {
    case nil, "NONE": return { _ in true }
    case "INTERSECTION": return { accounts.contains($0) }
    case "DIFFERENCE": return { !accounts.contains($0) }
    case "UNION": throw .validation("AccountFilterType UNION is not supported for CreateStackInstances")
    case let other?:
      throw .validation("Value '\(other)' at 'deploymentTargets.accountFilterType' failed to satisfy constraint")
    }
  }

  /// The management account never gets an instance of a service-managed set.
  private static func sites(
    below unitIDs: [String],
    in organization: OrganizationRecord,
    keeping keeps: (String) -> Bool
  ) throws(ServiceFailure) -> [Site] {
    var sites: [Site] = []
    var seen: Set<String> = []
    for id in unitIDs {
      guard let unit = organization.unitIndex(id) else {
        throw .validation("OrganizationalUnitId \(id) does not exist in the organization")
      }
      for index in organization.accountsBelow(unit: unit) {
        let account = organization.accounts[index]
        guard account.id != organization.managementAccount, keeps(account.id), seen.insert(account.id).inserted
        else { continue }
        sites.append(Site(account: account.id, unit: id, isActive: account.state == .active))
      }
    }
    return sites
  }
}
