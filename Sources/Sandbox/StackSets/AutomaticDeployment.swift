import FoundationEssentials

/// What StackSets does by itself when accounts join, move and leave.
///
/// Account filters of earlier calls are ignored, and no preferences apply. A closed account keeps its instances; later
/// operations skip them. Source: CloudFormation User Guide, "Enable or disable automatic deployments for StackSets in
/// AWS Organizations" (read 2026-11).
extension WorldState {
  /// Lets every stack set follow `account`, which was below the unit `old` and is below another one now.
  ///
  /// - Parameters:
  ///   - account: The 12 digits.
  ///   - old: Index of the unit it was in; nil for one that has just joined.
  ///   - now: The moment of the change.
  mutating func follow(_ account: String, from old: Int?, now: Date) {
    guard hasStackSetsAccess, let organization, account != organization.managementAccount,
      let new = organization.account(account)?.unit
    else { return }
    for set in stackSets where set.isServiceManaged {
      guard let automatic = set.autoDeployment, automatic.isEnabled else { continue }
      let target = organization.nearest(to: new, among: set.targets)
      let isNew = old.flatMap { organization.nearest(to: $0, among: set.targets) } == nil
      switch target {
      case let target? where isNew: deploy(set, to: account, through: target, now)
      case let target?: retarget(set, account, target)
      case nil where !isNew: withdraw(set, from: account, retainsStacks: automatic.retainsStacks, now)
      case nil: continue
      }
    }
  }

  private mutating func deploy(_ set: StackSetRecord, to account: String, through unit: String, _ now: Date) {
    let operationID = generator.uuid()
    let missing = set.regions.filter { set.instance(account: account, region: $0) == nil }
    guard !missing.isEmpty, let index = stackSets.firstIndex(where: { $0.id == set.id }) else { return }
    let instances = missing.map { region in
      InstanceRecord(
        account: account,
        region: region,
        targetedUnit: unit,
        settled: .init(status: .outdated, detailed: .pending),
        lastOperation: operationID
      )
    }
    stackSets[index].add(instances)
    var operation = OperationRecord(.create, id: operationID, on: instances, nil, now: now)
    operation.unitIDs = [unit]
    accept(operation, on: set.id, now: now)
  }

  /// It stays among the targets: only the unit it belongs to through is another one.
  private mutating func retarget(_ set: StackSetRecord, _ account: String, _ unit: String) {
    guard let index = stackSets.firstIndex(where: { $0.id == set.id }) else { return }
    for region in set.regions {
      stackSets[index].change(.init(account: account, region: region)) { $0.targetedUnit = unit }
    }
  }

  private mutating func withdraw(
    _ set: StackSetRecord,
    from account: String,
    retainsStacks: Bool,
    _ now: Date
  ) {
    let instances = set.regions.compactMap { set.instance(account: account, region: $0) }
    guard !instances.isEmpty else { return }
    var operation = OperationRecord(.delete, id: generator.uuid(), on: instances, nil, now: now)
    operation.accounts = [account]
    operation.retainsStacks = retainsStacks
    accept(operation, on: set.id, now: now)
  }
}

extension OrganizationRecord {
  /// The unit among `targets` that holds `unit`, the nearest one above it; nil when none does.
  fileprivate func nearest(to unit: Int, among targets: [String]) -> String? {
    var next: Int? = unit
    while let here = next {
      if targets.contains(units[here].id) { return units[here].id }
      next = units[here].parent
    }
    return nil
  }
}
