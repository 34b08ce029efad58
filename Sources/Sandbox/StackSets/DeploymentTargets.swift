/// The accounts that a change of a stack set names, by units, by accounts, or by both.
struct DeploymentTargets {
  struct Site: Hashable {
    let account: String
    /// The unit that was targeted.
    let unit: String?
  }

  /// How the accounts named narrow the units named.
  enum Filter: String {
    case none = "NONE"
    case intersection = "INTERSECTION"
    case difference = "DIFFERENCE"
    case union = "UNION"
  }

  let unitIDs: [String]
  let accounts: [String]
  let filter: Filter?
  private let organization: OrganizationRecord?
  private let isServiceManaged: Bool

  init(_ input: QueryInput, set: StackSetRecord, organization: OrganizationRecord?) throws(ServiceFailure) {
    let targets = input.structure("DeploymentTargets")
    accounts = targets?.strings("Accounts") ?? input.strings("Accounts") ?? []
    unitIDs = targets?.strings("OrganizationalUnitIds") ?? []
    filter = try Self.filter(targets?.string("AccountFilterType"))
    self.organization = organization
    isServiceManaged = set.isServiceManaged
    guard accounts.allSatisfy({ $0.utf8.count == 12 && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      throw .validation("Accounts must be 12 digits each")
    }
    guard set.isServiceManaged else {
      guard unitIDs.isEmpty else {
        throw .validation("OrganizationalUnitIds should not be specified in SELF_MANAGED mode")
      }
      guard !accounts.isEmpty else { throw .validation("Accounts can not be empty") }
      return
    }
    guard let organization, !unitIDs.isEmpty, input.strings("Accounts") == nil else {
      throw .validation("OrganizationalUnitIds should be specified in SERVICE_MANAGED mode")
    }
    guard unitIDs.count <= 50 else { throw .validation("OrganizationalUnitIds takes 50 at most") }
    if let unknown = unitIDs.first(where: { organization.unitIndex($0) == nil }) {
      throw .validation("OrganizationalUnitId \(unknown) does not exist in the organization")
    }
    if !areWhole, accounts.isEmpty {
      throw .validation("Accounts should be specified with AccountFilterType \(filter?.rawValue ?? "")")
    }
  }

  private static func filter(_ name: String?) throws(ServiceFailure) -> Filter? {
    guard let name else { return nil }
    guard let filter = Filter(rawValue: name) else {
      throw .validation("Value '\(name)' at 'deploymentTargets.accountFilterType' failed to satisfy constraint")
    }
    return filter
  }

  /// Whether whole units are meant.
  var areWhole: Bool { filter == nil || filter == Filter.none }

  /// Whether the filter keeps an account of the units; without a filter all, even when accounts were named.
  private func keeps(_ account: String) -> Bool {
    switch filter {
    case nil, Filter.none?, .union?: true
    case .intersection: accounts.contains(account)
    case .difference: !accounts.contains(account)
    }
  }

  // MARK: New instances

  /// The accounts that get an instance where they have none; never the management account of a service-managed set.
  func sites() throws(ServiceFailure) -> [Site] {
    guard isServiceManaged, let organization else { return accounts.map { Site(account: $0, unit: nil) } }
    guard filter != .union else {
      throw .validation("AccountFilterType UNION is not supported for CreateStackInstances")
    }
    var sites: [Site] = []
    var seen: Set<String> = []
    for id in unitIDs {
      guard let unit = organization.unitIndex(id) else { continue }
      for index in organization.accountsBelow(unit: unit) {
        let account = organization.accounts[index].id
        guard account != organization.managementAccount, keeps(account), seen.insert(account).inserted
        else { continue }
        sites.append(Site(account: account, unit: id))
      }
    }
    return sites
  }

  // MARK: Instances there are

  /// Tells whether an instance is meant: by the unit it was targeted through, or by where its account is now.
  func membership() -> (InstanceRecord) -> Bool {
    guard isServiceManaged, let organization else {
      let named = Set(accounts)
      return { named.contains($0.account) }
    }
    let units = Set(unitIDs.compactMap(organization.unitIndex).flatMap { organization.unitsBelow(unit: $0) })
    let targeted = Set(units.map { organization.units[$0].id })
    let named = Set(accounts)
    let filter = filter
    return { instance in
      if filter == .union, named.contains(instance.account) { return true }
      let isInside =
        instance.targetedUnit.map(targeted.contains) ?? false
        || organization.account(instance.account).map { units.contains($0.unit) } ?? false
      guard isInside else { return false }
      return switch filter {
      case .intersection: named.contains(instance.account)
      case .difference: !named.contains(instance.account)
      case nil, Filter.none?, .union?: true
      }
    }
  }

  /// Accounts that have to have an instance since they were named one by one.
  var namedAccounts: [String] { !isServiceManaged || filter == .intersection || filter == .union ? accounts : [] }
}
