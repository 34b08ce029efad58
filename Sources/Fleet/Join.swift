import FoundationEssentials

/// The rules that turn what was read about an account into its readiness; the first that holds decides.
struct Join {
  let organization: Organization
  let stackSets: StackSetsReading?
  /// Ordered by account.
  let instances: [StackInstance]
  /// Ordered by account; nil when the appliance was never read.
  let registrations: [RoleRegistration]?
  let now: Date
  let expectedPurposes: [Purpose]?

  private let exclusions: [AccountID: Expectations.Exclusion]
  private let liveOperations: Set<String>
  /// Per stack set, whether a unit is among its targets or under one; nil where the set has no targets to be outside of.
  private let reach: [[Bool]?]

  init(
    organization: Organization,
    stackSets: StackSetsReading?,
    instances: [StackInstance],
    registrations: [RoleRegistration]?,
    expectations: Expectations,
    now: Date
  ) {
    self.organization = organization
    self.stackSets = stackSets
    self.instances = instances
    self.registrations = registrations
    self.now = now
    let sets = stackSets?.sets ?? []
    let declared = sets.compactMap(\.purposes)
    expectedPurposes =
      expectations.purposes ?? (declared.isEmpty ? nil : Array(Set(declared.joined())).sorted())
    exclusions = Dictionary(expectations.exclusions.map { ($0.account, $0) }, uniquingKeysWith: { first, _ in first })
    liveOperations = Set(sets.flatMap(\.liveOperations).filter(\.isLive).map(\.id))
    reach = sets.map { Self.reach(of: $0, in: organization) }
  }

  /// Standings, parallel to the organization's accounts.
  ///
  /// The accounts are walked in order of id beside the ordered evidence, so that no lookup is needed.
  func standings() -> [AccountStanding] {
    let order = organization.accounts.indices.sorted { organization.accounts[$0].id < organization.accounts[$1].id }
    let placeholder = AccountStanding(
      readiness: .unknown,
      reason: nil,
      instances: 0..<0,
      registrations: 0..<0,
      missingPurposes: []
    )
    var standings = [AccountStanding](repeating: placeholder, count: organization.accounts.count)
    var instance = 0
    var registration = 0
    for index in order {
      let id = organization.accounts[index].id
      let ownInstances = Self.slice(instances, from: &instance, account: id, of: \.account)
      let ownRegistrations = Self.slice(registrations ?? [], from: &registration, account: id, of: \.account)
      standings[index] = standing(
        of: organization.accounts[index],
        instances: ownInstances,
        registrations: ownRegistrations
      )
    }
    return standings
  }

  // MARK: The ladder

  private func standing(of account: Account, instances own: Range<Int>, registrations known: Range<Int>)
    -> AccountStanding
  {
    let missing = missingPurposes(registrations: known)
    func stands(_ readiness: Readiness, _ reason: Reason?) -> AccountStanding {
      AccountStanding(
        readiness: readiness,
        reason: reason,
        instances: own,
        registrations: known,
        missingPurposes: readiness == .excluded ? [] : missing
      )
    }
    if let reason = exclusion(of: account) { return stands(.excluded, reason) }
    if let reason = gap() { return stands(.unknown, reason) }
    if let reason = liveOperation(on: own) { return stands(.deploying, reason) }
    let shortfall = instanceShortfall(of: account, instances: own)
    if shortfall == nil, missing.isEmpty { return stands(.ready, nil) }
    let reason = shortfall ?? .notRegistered(missing)
    let nothingCurrent = !instances[own].contains { $0.status == .current }
    let nothingRegistered = missing.count == expectedPurposes?.count
    return stands(nothingCurrent && nothingRegistered ? .missing : .degraded, reason)
  }

  private func exclusion(of account: Account) -> Reason? {
    if account.id == organization.managementAccount, hasOnlyServiceManagedSets { return .managementAccount }
    if account.state != .active { return .notActive(account.state) }
    if let exclusion = exclusions[account.id], exclusion.until.map({ now < $0 }) ?? true {
      return .leftOut(exclusion.reason)
    }
    return isOutsideTargets(account) ? .outsideTargets : nil
  }

  /// A self-managed stack set can reach the management account; a service-managed one never does.
  private var hasOnlyServiceManagedSets: Bool {
    (stackSets?.sets ?? []).allSatisfy(\.isServiceManaged)
  }

  private func isOutsideTargets(_ account: Account) -> Bool {
    guard let unit = account.unit, !reach.isEmpty, stackSets?.notFound.isEmpty == true else { return false }
    return reach.allSatisfy { set in set.map { !$0[unit] } ?? false }
  }

  private func gap() -> Reason? {
    guard let stackSets else { return .unread(.stackSets) }
    if let name = stackSets.notFound.first { return .stackSetNotFound(name) }
    if registrations == nil { return .unread(.appliance) }
    return expectedPurposes == nil ? .purposesUnknown : nil
  }

  private func liveOperation(on own: Range<Int>) -> Reason? {
    for instance in instances[own] {
      let operation = instance.lastOperationID ?? ""
      if instance.detailedStatus == .running { return .operation(operation) }
      if instance.detailedStatus == .pending, liveOperations.contains(operation) { return .operation(operation) }
    }
    return nil
  }

  private func instanceShortfall(of account: Account, instances own: Range<Int>) -> Reason? {
    if let bad = instances[own].first(where: { !$0.isCurrent }) {
      return .instance(bad.status, bad.detailedStatus)
    }
    for (set, reached) in zip(stackSets?.sets ?? [], reach) {
      if let reached, let unit = account.unit, !reached[unit] { continue }
      let present = instances[own].filter { $0.stackSet == set.name }
      if present.isEmpty { return .noInstance }
      if let region = set.regions.first(where: { region in !present.contains { $0.region == region } }) {
        return .noInstanceInRegion(region)
      }
    }
    return own.isEmpty ? .noInstance : nil
  }

  private func missingPurposes(registrations known: Range<Int>) -> [Purpose] {
    guard let registrations, let expectedPurposes else { return [] }
    return expectedPurposes.filter { purpose in !registrations[known].contains { $0.purpose == purpose } }
  }

  // MARK: Slices

  private static func slice<Element>(
    _ elements: [Element],
    from position: inout Int,
    account: AccountID,
    of path: KeyPath<Element, AccountID>
  ) -> Range<Int> {
    while position < elements.count, elements[position][keyPath: path] < account { position += 1 }
    let start = position
    while position < elements.count, elements[position][keyPath: path] == account { position += 1 }
    return start..<position
  }

  private static func slice<Element>(
    _ elements: [Element],
    from position: inout Int,
    account: AccountID,
    of path: KeyPath<Element, AccountID?>
  ) -> Range<Int> {
    while position < elements.count, let id = elements[position][keyPath: path], id < account { position += 1 }
    let start = position
    while position < elements.count, elements[position][keyPath: path] == account { position += 1 }
    return start..<position
  }

  private static func reach(of set: StackSet, in organization: Organization) -> [Bool]? {
    guard let targets = set.targets else { return nil }
    let targeted = Set(targets)
    var reached = [Bool](repeating: false, count: organization.units.count)
    for (index, unit) in organization.units.enumerated() {
      reached[index] = targeted.contains(unit.id) || (unit.parent.map { reached[$0] } ?? false)
    }
    return reached
  }
}
