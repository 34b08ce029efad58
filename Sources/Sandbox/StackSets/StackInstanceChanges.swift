import FoundationEssentials

/// AWS CloudFormation: operations on a stack set's instances.
extension StackSetsService {
  // MARK: CreateStackInstances

  /// Makes the instances that are missing; those that are there stay as they are.
  func createInstances(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let (set, index) = try changeable(state)
    let regions = try regions()
    let request = try newOperation(set, &state)
    let targets = try DeploymentTargets(input, set: set, organization: state.organization)
    let overrides = try overrides(of: set, previous: [])
    let sites = try targets.sites()
    var instances: [InstanceRecord] = []
    for region in regions {
      for site in sites where set.instance(account: site.account, region: region) == nil {
        var instance = InstanceRecord(
          account: site.account,
          region: region,
          targetedUnit: site.unit,
          settled: .init(status: .outdated, detailed: .pending),
          lastOperation: request.id
        )
        instance.overrides = overrides ?? []
        instances.append(instance)
      }
    }
    state.stackSets[index].add(instances)
    // A unit named here joins the automatic targets, whatever the account filter says.
    for unit in targets.unitIDs where !set.targets.contains(unit) { state.stackSets[index].targets.append(unit) }
    for region in regions where !set.regions.contains(region) { state.stackSets[index].regions.append(region) }
    accept(.create, request, instances, targets, on: set, &state)
    return { $0.element("OperationId", request.id) }
  }

  // MARK: UpdateStackInstances

  /// Without overrides an instance keeps its own values; with a list, those not named go back to the set's.
  func updateInstances(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let (set, index) = try changeable(state)
    let regions = try regions()
    let request = try newOperation(set, &state)
    let targets = try DeploymentTargets(input, set: set, organization: state.organization)
    let places = try existingInstances(of: set, targets, regions)
    let reached = set.instances.filter { places.contains($0.place) && $0.condition(at: now).status != .inoperable }
    for instance in reached {
      guard let overrides = try overrides(of: set, previous: instance.overrides) else { break }
      state.stackSets[index].change(instance.place) { $0.overrides = overrides }
    }
    accept(.update, request, reached, targets, on: set, &state)
    return { $0.element("OperationId", request.id) }
  }

  // MARK: DeleteStackInstances

  /// A whole unit named here leaves the automatic targets.
  func deleteInstances(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let (set, index) = try changeable(state)
    let regions = try regions()
    guard let retainsStacks = input.boolean("RetainStacks") else {
      throw .validation(
        "1 validation error detected: Value null at 'retainStacks' failed to satisfy constraint: Member must not be null"
      )
    }
    let request = try newOperation(set, &state)
    let targets = try DeploymentTargets(input, set: set, organization: state.organization)
    let isMember = targets.membership()
    let reached = set.instances.filter { regions.contains($0.region) && isMember($0) }
    if targets.areWhole {
      let organization = state.organization
      let gone = Set(
        targets.unitIDs.compactMap { organization?.unitIndex($0) }
          .flatMap { organization?.unitsBelow(unit: $0) ?? [] }
          .compactMap { organization?.units[$0].id }
      )
      state.stackSets[index].targets.removeAll { gone.contains($0) }
    }
    accept(.delete, request, reached, targets, on: set, retainsStacks: retainsStacks, &state)
    return { $0.element("OperationId", request.id) }
  }

  // MARK: StopStackSetOperation, DetectStackSetDrift

  func stopOperation(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    let operation = try existingOperation(set)
    guard operation.isRunning(at: now), !operation.isStopped, operation.course != nil else {
      throw .invalidOperation(
        "Operation \(operation.id) is in \(operation.status(at: now)) state and can not be stopped"
      )
    }
    state.stop(operation.id, on: set.id, now: now)
    return { _ in }
  }

  func detectDrift(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let (set, _) = try changeable(state)
    let isChecking = set.operations.contains { $0.action == .detectDrift && $0.isRunning(at: now) }
    guard !isChecking else { throw .operationInProgress(set, at: now) }
    let request = try newOperation(set, &state)
    let reached = set.instances.filter { $0.condition(at: now).stackID != nil }
    accept(.detectDrift, request, reached, nil, on: set, &state)
    return { $0.element("OperationId", request.id) }
  }

  // MARK: Pieces

  /// The stack set with its index, for a caller who may change it.
  func changeable(_ state: WorldState) throws(ServiceFailure) -> (StackSetRecord, Int) {
    let set = try existing(state)
    guard let index = state.stackSets.firstIndex(where: { $0.id == set.id }) else { throw .broken(.query) }
    if set.isServiceManaged, !state.hasStackSetsAccess {
      throw .validation("You must enable organizations access to operate a service managed stack set")
    }
    return (set, index)
  }

  private func regions() throws(ServiceFailure) -> [String] {
    let regions = input.strings("Regions") ?? []
    guard !regions.isEmpty else { throw .validation("Regions can not be empty") }
    guard Set(regions).count == regions.count else { throw .validation("Regions can not contain duplicates") }
    return regions
  }

  /// What a call says about the operation it wants.
  struct OperationRequest {
    let id: String
    let preferences: OperationRecord.Preferences
  }

  func newOperation(_ set: StackSetRecord, _ state: inout WorldState) throws(ServiceFailure) -> OperationRequest {
    let id = input.string("OperationId") ?? state.generator.uuid()
    let letters = Set("-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
    guard (1...128).contains(id.utf8.count), !id.hasPrefix("-"), id.utf8.allSatisfy(letters.contains) else {
      throw .validation(
        """
        1 validation error detected: Value '\(id)' at 'operationId' failed to satisfy constraint: \
        Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*
        """
      )
    }
    if set.operations.contains(where: { $0.id == id }) {
      throw ServiceFailure(
        code: "OperationIdAlreadyExistsException",
        message: "Operation \(id) already exists",
        status: 409
      )
    }
    guard set.hasManagedExecution || set.runningOperation(at: now) == nil else {
      throw .operationInProgress(set, at: now)
    }
    return OperationRequest(id: id, preferences: try .init(input))
  }

  /// The places of the instances that are meant.
  ///
  /// - Throws: `StackInstanceNotFoundException` for an account named that has none, or when there is none at all.
  func existingInstances(
    of set: StackSetRecord,
    _ targets: DeploymentTargets,
    _ regions: [String]
  ) throws(ServiceFailure) -> Set<InstanceRecord.Place> {
    let isMember = targets.membership()
    let found = Set(set.instances.filter { regions.contains($0.region) && isMember($0) }.map(\.place))
    for account in targets.namedAccounts {
      for region in regions where !found.contains(.init(account: account, region: region)) {
        throw .noInstance(of: set, account: account, region: region)
      }
    }
    if found.isEmpty { throw .noInstance(of: set, account: targets.accounts.first ?? "", region: regions.first ?? "") }
    return found
  }

  /// The instance's own values as `ParameterOverrides` wants them; nil when it was not sent.
  private func overrides(
    of set: StackSetRecord,
    previous: [StackSetRecord.Parameter]
  ) throws(ServiceFailure) -> [StackSetRecord.Parameter]? {
    let wanted = input.structures("ParameterOverrides")
    guard !wanted.isEmpty || input.string("ParameterOverrides") != nil else { return nil }
    var overrides: [StackSetRecord.Parameter] = []
    for one in wanted {
      let key = try one.required("ParameterKey")
      guard set.parameters.contains(where: { $0.key == key }) else {
        throw .validation("Parameter \(key) does not exist in the template of StackSet \(set.name)")
      }
      if one.boolean("UsePreviousValue") == true {
        overrides += previous.filter { $0.key == key }
      } else {
        overrides.append(.init(key: key, value: one.string("ParameterValue") ?? ""))
      }
    }
    return overrides
  }

  /// Records the operation and lets it begin, or wait.
  func accept(
    _ action: OperationRecord.Action,
    _ request: OperationRequest,
    _ instances: [InstanceRecord],
    _ targets: DeploymentTargets?,
    on set: StackSetRecord,
    retainsStacks: Bool? = nil,
    _ state: inout WorldState
  ) {
    var operation = OperationRecord(action, id: request.id, on: instances, request.preferences, now: now)
    operation.unitIDs = targets?.unitIDs ?? []
    operation.accounts = targets?.accounts ?? []
    operation.accountFilter = targets?.filter?.rawValue
    operation.retainsStacks = retainsStacks
    state.accept(operation, on: set.id, now: now)
  }
}

extension OperationRecord {
  /// One on `instances` that has not begun.
  init(
    _ action: Action,
    id: String,
    on instances: [InstanceRecord],
    _ preferences: Preferences?,
    now: Date
  ) {
    self.init(
      id: id,
      action: action,
      startedAt: now,
      endsAt: .distantFuture,
      fails: false,
      preferences: preferences,
      results: instances.map {
        .init(account: $0.account, region: $0.region, unit: $0.targetedUnit, settled: .pending)
      },
      course: OperationCourse(regions: instances.map(\.region), preferences)
    )
  }
}

extension ServiceFailure {
  static func noInstance(of set: StackSetRecord, account: String, region: String) -> ServiceFailure {
    .init(
      code: "StackInstanceNotFoundException",
      message: "Stack instance not found for stackSet \(set.name), account \(account) and region \(region)",
      status: 404
    )
  }
}
