import FoundationEssentials

/// AWS CloudFormation: what foreign clients need to build a world.
extension StackSetsService {
  func change(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> Body {
    switch operation {
    case "ActivateOrganizationsAccess":
      guard caller.account == state.organization?.managementAccount else {
        throw ServiceFailure(
          code: "InvalidOperationException",
          message: "You must be the management account of an organization"
        )
      }
      state.hasStackSetsAccess = true
      return { _ in }
    case "CreateStackSet": return try createStackSet(&state)
    default: return try createInstances(&state)
    }
  }

  // MARK: CreateStackSet

  private func createStackSet(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let wanted = try newStackSet(&state)
    if let known = state.stackSets.first(where: {
      $0.name == wanted.name && $0.owner == wanted.owner && $0.region == region
    }) {
      let isRetry = known.clientRequestToken != nil && known.clientRequestToken == wanted.clientRequestToken
      guard isRetry, known.templateBody == wanted.templateBody else {
        throw ServiceFailure(
          code: "NameAlreadyExistsException",
          message: "StackSet \(known.name) already exists",
          status: 409
        )
      }
      return { $0.element("StackSetId", known.id) }
    }
    state.stackSets.append(wanted)
    return { $0.element("StackSetId", wanted.id) }
  }

  private func newStackSet(_ state: inout WorldState) throws(ServiceFailure) -> StackSetRecord {
    let name = try input.required("StackSetName")
    guard name.utf8.count <= 128, name.first?.isLetter == true,
      name.utf8.allSatisfy({ Self.nameBytes.contains($0) })
    else {
      throw .validation(
        """
        1 validation error detected: Value '\(name)' at 'stackSetName' failed to satisfy constraint: \
        Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*
        """
      )
    }
    let isServiceManaged = input.string("PermissionModel") == "SERVICE_MANAGED"
    let isDelegate = try actsAsDelegate(state)
    let template = try TemplateSummary(input.string("TemplateBody") ?? "")
    let capabilities = input.strings("Capabilities") ?? []
    if template.needsCapability, capabilities.isEmpty {
      throw ServiceFailure(
        code: "InsufficientCapabilitiesException",
        message: "Requires capabilities : [CAPABILITY_NAMED_IAM]"
      )
    }
    let automatic = input.structure("AutoDeployment")
    if isServiceManaged { try checkServiceManaged(state, isDelegate: isDelegate, hasAutomatic: automatic != nil) }
    var set = StackSetRecord(
      name: name,
      id: "\(name):\(state.generator.uuid())",
      owner: isDelegate ? state.organization?.managementAccount ?? caller.account : caller.account,
      region: region,
      description: input.string("Description") ?? "",
      isServiceManaged: isServiceManaged,
      templateBody: template.body
    )
    set.capabilities = capabilities
    set.clientRequestToken = input.string("ClientRequestToken")
    set.hasManagedExecution = input.structure("ManagedExecution")?.boolean("Active") ?? false
    set.autoDeployment = automatic.map {
      .init(
        isEnabled: $0.boolean("Enabled") ?? false,
        retainsStacks: $0.boolean("RetainStacksOnAccountRemoval") ?? false
      )
    }
    set.parameters = input.structures("Parameters").map {
      .init(key: $0.string("ParameterKey") ?? "", value: $0.string("ParameterValue") ?? "")
    }
    return set
  }

  private func checkServiceManaged(
    _ state: WorldState,
    isDelegate: Bool,
    hasAutomatic: Bool
  ) throws(ServiceFailure) {
    guard isDelegate || caller.account == state.organization?.managementAccount else { throw Self.notAnAdministrator }
    guard state.hasStackSetsAccess else {
      throw .validation("You must enable organizations access to operate a service managed stack set")
    }
    guard hasAutomatic else {
      throw .validation("AutoDeployment should be specified in SERVICE_MANAGED mode")
    }
  }

  private static let nameBytes = Set("-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

  // MARK: CreateStackInstances

  private func createInstances(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let set = try existing(state)
    guard let index = state.stackSets.firstIndex(where: { $0.id == set.id }) else { throw .broken(.query) }
    let regions = input.strings("Regions") ?? []
    guard !regions.isEmpty else { throw .validation("Regions can not be empty") }
    let operationID = try newOperationID(set, &state)
    let targets = try DeploymentTargets(input, set: set, organization: state.organization)
    let taken = set.places
    let sites = regions.flatMap { region in
      targets.sites.filter { !taken.contains("\($0.account) \(region)") }.map { ($0, region) }
    }
    let purposes = try TemplateSummary(set.templateBody).purposes
    var schedule = Schedule(input, from: set.runningOperation(at: now)?.endsAt ?? now, sites: sites.count)
    var results: [OperationRecord.Result] = []
    var instances: [InstanceRecord] = []
    for (site, region) in sites {
      let instance = newInstance(site, region, of: set, operationID, schedule.next(), &state)
      register(purposes, of: instance, in: &state)
      instances.append(instance)
      results.append(Self.result(of: instance, fallback: now))
    }
    let operation = OperationRecord(
      id: operationID,
      action: .create,
      startedAt: now,
      beginsAt: schedule.begin,
      endsAt: schedule.end,
      fails: false,
      unitIDs: targets.unitIDs,
      accounts: targets.accounts,
      accountFilter: targets.filter,
      preferences: schedule.preferences,
      results: results
    )
    state.stackSets[index].add(instances)
    state.stackSets[index].operations.insert(operation, at: 0)
    // A unit named here joins the automatic targets, whatever the account filter says.
    for unit in targets.unitIDs where !set.targets.contains(unit) { state.stackSets[index].targets.append(unit) }
    for region in regions where !state.stackSets[index].regions.contains(region) {
      state.stackSets[index].regions.append(region)
    }
    return { $0.element("OperationId", operationID) }
  }

  private func newOperationID(_ set: StackSetRecord, _ state: inout WorldState) throws(ServiceFailure) -> String {
    let id = input.string("OperationId") ?? state.generator.uuid()
    if set.operations.contains(where: { $0.id == id }) {
      throw ServiceFailure(
        code: "OperationIdAlreadyExistsException",
        message: "Operation \(id) already exists",
        status: 409
      )
    }
    if let running = set.runningOperation(at: now), !set.hasManagedExecution {
      throw ServiceFailure(
        code: "OperationInProgressException",
        message: "Another Operation on StackSet \(set.id) is in progress: \(running.id)",
        status: 409
      )
    }
    return id
  }

  private func newInstance(
    _ site: DeploymentTargets.Site,
    _ region: String,
    of set: StackSetRecord,
    _ operationID: String,
    _ turn: InstanceRecord.Turn,
    _ state: inout WorldState
  ) -> InstanceRecord {
    let name = "StackSet-\(set.name)-\(state.generator.uuid())"
    let stackID = "arn:aws:cloudformation:\(region):\(site.account):stack/\(name)/\(state.generator.uuid())"
    let settled: InstanceRecord.Condition =
      site.isActive
      ? .init(status: .current, detailed: .succeeded, stackID: stackID)
      : .init(status: .outdated, detailed: .skippedSuspendedAccount)
    return InstanceRecord(
      account: site.account,
      region: region,
      targetedUnit: site.unit,
      settled: settled,
      lastOperation: operationID,
      turn: turn
    )
  }

  /// What the stack's custom resources do when its turn ends.
  private func register(_ purposes: [String], of instance: InstanceRecord, in state: inout WorldState) {
    guard let organization = state.organization, let stackID = instance.settled.stackID else { return }
    for purpose in purposes {
      let made = Registration.made(
        by: stackID,
        organization: organization.id,
        account: instance.account,
        purpose: purpose,
        &state.generator
      )
      state.registrations.add(made, from: instance.turn?.ends)
    }
  }

  private static func result(of instance: InstanceRecord, fallback: Date) -> OperationRecord.Result {
    OperationRecord.Result(
      account: instance.account,
      region: instance.region,
      unit: instance.targetedUnit,
      turn: instance.turn ?? .init(starts: fallback, ends: fallback),
      settled: instance.settled.detailed == .succeeded ? .succeeded : .cancelled,
      reason: instance.settled.reason
    )
  }
}
