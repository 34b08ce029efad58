import FoundationEssentials

/// Operations on the roles' stack set, each waited for, as an operator starts them one after another.
struct RolesDeployment: Sendable {
  let world: World
  let setID: String
  let targets: [String]

  private static let region = WorldBuilder.homeRegion

  /// Deploys to `sites`; failures are kept, and stop nothing unless `preferences` say so.
  func create(
    _ sites: [SitePlan.Site],
    _ preferences: OperationRecord.Preferences = .everybody,
    until count: Int? = nil
  ) async {
    let operation = await world.perform { state, now in
      let id = state.generator.uuid()
      let instances = sites.map { site in
        InstanceRecord(
          account: site.account.id,
          region: Self.region,
          targetedUnit: site.target,
          settled: .init(status: .outdated, detailed: .pending),
          lastOperation: id
        )
      }
      if let set = state.stackSets.firstIndex(where: { $0.id == setID }) { state.stackSets[set].add(instances) }
      var operation = OperationRecord(.create, id: id, on: instances, preferences, now: now)
      operation.unitIDs = targets
      return operation
    }
    await world.carryOut(operation, on: setID, until: count)
  }

  /// Begins the deployment and returns when three of sixteen waves are done; the rest goes on at a human pace.
  func begin(_ sites: [SitePlan.Site]) async {
    let width = max(sites.count / 16, 1)
    let head = min(3 * width, sites.count)
    await world.perform { state, _ in state.pace = RolloutPace(head: head, stackTime: .seconds(42)) }
    var preferences = OperationRecord.Preferences.everybody
    preferences.maxConcurrentPercentage = nil
    preferences.maxConcurrentCount = width
    await create(sites, preferences, until: head)
  }

  func update(_ accounts: [String], _ preferences: OperationRecord.Preferences = .everybody) async {
    await carryOut(.update, accounts, preferences)
  }

  func delete(_ accounts: [String]) async { await carryOut(.delete, accounts, .everybody) { $0.retainsStacks = false } }

  func detectDrift() async {
    let accounts = await world.perform { state, _ in
      state.stackSets.first { $0.id == setID }?.instances.filter { $0.settled.stackID != nil }.map(\.account) ?? []
    }
    await carryOut(.detectDrift, accounts, .everybody)
  }

  private func carryOut(
    _ action: OperationRecord.Action,
    _ accounts: [String],
    _ preferences: OperationRecord.Preferences,
    _ shape: (inout OperationRecord) -> Void = { _ in }
  ) async {
    let wanted = Set(accounts)
    var operation = await world.perform { state, now in
      let instances = state.stackSets.first { $0.id == setID }?.instances.filter { wanted.contains($0.account) } ?? []
      return OperationRecord(action, id: state.generator.uuid(), on: instances, preferences, now: now)
    }
    shape(&operation)
    await world.carryOut(operation, on: setID)
  }

  // MARK: Accounts that leave

  /// Deploys while all accounts are active and inside the targets, and puts them where they are afterwards.
  ///
  /// Automatic deployment is off meanwhile, so they keep what they have; the next operation skips those that are closed.
  func deployAndLeaveBehind(_ sites: [SitePlan.Site]) async {
    let places = await gather(sites)
    await create(sites)
    await scatter(places)
    await update(sites.filter { $0.fate == .skipped }.map(\.account.id))
  }

  /// Where an account is, and whether it is still one.
  struct Whereabouts: Sendable {
    let index: Int
    let unit: Int
    let state: AccountRecord.State
  }

  /// Brings the accounts of `sites` inside the targets, all active.
  func gather(_ sites: [SitePlan.Site]) async -> [Whereabouts] {
    await world.perform { state, _ in
      guard var organization = state.organization else { return [] }
      var places: [Whereabouts] = []
      for site in sites {
        guard let index = organization.accountIndex(site.account.id), let unit = organization.unitIndex(site.target),
          !organization.accountsBelow(unit: unit).contains(index)
        else { continue }
        places.append(.init(index: index, unit: site.account.unit, state: site.account.state))
        organization.move(account: index, to: unit)
        organization.setState(.active, ofAccount: index)
      }
      state.organization = organization
      return places
    }
  }

  /// Puts accounts where they were.
  func scatter(_ places: [Whereabouts]) async {
    await world.perform { state, _ in
      for place in places {
        state.organization?.move(account: place.index, to: place.unit)
        state.organization?.setState(place.state, ofAccount: place.index)
      }
    }
  }
}

extension OperationRecord.Preferences {
  /// As many at once as there are, whatever fails.
  static let everybody = OperationRecord.Preferences(maxConcurrentPercentage: 100)

  /// One after another, until one fails.
  static let careful = OperationRecord.Preferences(
    regionConcurrency: nil,
    failureTolerancePercentage: nil,
    maxConcurrentPercentage: nil,
    concurrencyMode: nil
  )
}
