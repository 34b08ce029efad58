import FoundationEssentials

/// AWS CloudFormation: changes of stack sets themselves.
extension StackSetsService {
  static let changes: Set<String> = [
    "ActivateOrganizationsAccess", "CreateStackSet", "UpdateStackSet", "DeleteStackSet", "CreateStackInstances",
    "UpdateStackInstances", "DeleteStackInstances", "StopStackSetOperation", "DetectStackSetDrift",
  ]

  func change(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> Body {
    switch operation {
    case "ActivateOrganizationsAccess": return try activateAccess(&state)
    case "CreateStackSet": return try createStackSet(&state)
    case "UpdateStackSet": return try updateStackSet(&state)
    case "DeleteStackSet": return try deleteStackSet(&state)
    case "CreateStackInstances": return try createInstances(&state)
    case "UpdateStackInstances": return try updateInstances(&state)
    case "DeleteStackInstances": return try deleteInstances(&state)
    case "StopStackSetOperation": return try stopOperation(&state)
    default: return try detectDrift(&state)
    }
  }

  private func activateAccess(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    guard caller.account == state.organization?.managementAccount else {
      throw ServiceFailure(
        code: "InvalidOperationException",
        message: "You must be the management account of an organization"
      )
    }
    state.hasStackSetsAccess = true
    return { _ in }
  }

  // MARK: CreateStackSet

  private func createStackSet(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let wanted = try newStackSet(&state)
    if let known = state.stackSets.first(where: {
      $0.name == wanted.name && $0.owner == wanted.owner && $0.region == region
    }) {
      guard known.clientRequestToken != nil, known.clientRequestToken == wanted.clientRequestToken else {
        throw ServiceFailure(
          code: "NameAlreadyExistsException",
          message: "StackSet \(known.name) already exists",
          status: 409
        )
      }
      guard known.templateBody == wanted.templateBody, known.parameters == wanted.parameters else {
        throw ServiceFailure(
          code: "CreatedButModifiedException",
          message: "StackSet \(known.name) was created with this token and is different",
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
    let definition = try StackSetDefinition(input, previous: nil, state)
    let automatic = try automaticDeployment()
    if isServiceManaged {
      try definition.checkServiceManaged()
      try checkServiceManaged(state, isDelegate: isDelegate, hasAutomatic: automatic != nil)
    } else if automatic != nil {
      throw .validation("AutoDeployment should not be specified in SELF_MANAGED mode")
    }
    var set = StackSetRecord(
      name: name,
      id: "\(name):\(state.generator.uuid())",
      owner: isDelegate ? state.organization?.managementAccount ?? caller.account : caller.account,
      region: region,
      description: input.string("Description") ?? "",
      isServiceManaged: isServiceManaged,
      templateBody: definition.template.body
    )
    set.template = definition.template
    set.parameters = definition.parameters
    set.capabilities = definition.capabilities
    set.tags = definition.tags
    set.clientRequestToken = input.string("ClientRequestToken")
    set.hasManagedExecution = input.structure("ManagedExecution")?.boolean("Active") ?? false
    set.autoDeployment = automatic
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

  /// What `AutoDeployment` says; nil when it was not sent.
  func automaticDeployment() throws(ServiceFailure) -> StackSetRecord.AutoDeployment? {
    guard let wanted = input.structure("AutoDeployment") else { return nil }
    let isEnabled = wanted.boolean("Enabled") ?? false
    guard isEnabled || wanted.boolean("RetainStacksOnAccountRemoval") == nil else {
      throw .validation("RetainStacksOnAccountRemoval should be specified only if AutoDeployment is enabled")
    }
    return .init(
      isEnabled: isEnabled,
      retainsStacks: wanted.boolean("RetainStacksOnAccountRemoval") ?? false,
      dependencies: wanted.strings("DependsOn") ?? []
    )
  }

  private static let nameBytes = Set("-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

  // MARK: UpdateStackSet

  /// The definition changes at once, and stays changed even if the operation fails.
  private func updateStackSet(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let (set, index) = try changeable(state)
    let hasTargets = input.structure("DeploymentTargets") != nil || input.strings("Accounts") != nil
    let regions = input.strings("Regions") ?? []
    let automatic = try automaticDeployment()
    guard automatic == nil || (!hasTargets && regions.isEmpty) else {
      throw .validation("AutoDeployment cannot be specified together with DeploymentTargets or Regions")
    }
    guard hasTargets == !regions.isEmpty else {
      throw .validation("DeploymentTargets and Regions should be specified together")
    }
    let definition = try StackSetDefinition(input, previous: set, state)
    if set.isServiceManaged { try definition.checkServiceManaged() }
    let managed = input.structure("ManagedExecution")?.boolean("Active")
    if let managed, managed != set.hasManagedExecution, set.runningOperation(at: now) != nil {
      throw .invalidOperation("ManagedExecution can not be changed while operations run")
    }
    let request = try newOperation(set, &state)
    let hasChanged = definition.makesOtherStacks(than: set)
    var isMeant: (InstanceRecord) -> Bool = { hasChanged || $0.condition(at: now).status == .outdated }
    var targets: DeploymentTargets?
    if hasTargets {
      let named = try DeploymentTargets(input, set: set, organization: state.organization)
      let places = try existingInstances(of: set, named, regions)
      isMeant = { places.contains($0.place) }
      targets = named
    }
    let reached = set.instances.filter { $0.condition(at: now).status != .inoperable && isMeant($0) }
    state.stackSets[index].templateBody = definition.template.body
    state.stackSets[index].template = definition.template
    state.stackSets[index].parameters = definition.parameters
    state.stackSets[index].capabilities = definition.capabilities
    state.stackSets[index].tags = definition.tags
    if let automatic { state.stackSets[index].autoDeployment = automatic }
    if let managed { state.stackSets[index].hasManagedExecution = managed }
    if let description = input.string("Description") { state.stackSets[index].description = description }
    if hasChanged { state.stackSets[index].outdate() }
    accept(.update, request, reached, targets, on: set, &state)
    return { $0.element("OperationId", request.id) }
  }

  // MARK: DeleteStackSet

  private func deleteStackSet(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let name = try input.required("StackSetName")
    // One that is gone already is no failure.
    guard let set = try visible(state).first(where: { $0.name == name || $0.id == name }) else { return { _ in } }
    guard set.runningOperation(at: now) == nil else { throw .operationInProgress(set, at: now) }
    guard set.instances.isEmpty else {
      throw ServiceFailure(
        code: "StackSetNotEmptyException",
        message: "StackSet \(set.name) is not empty",
        status: 409
      )
    }
    state.stackSets.removeAll { $0.id == set.id }
    return { _ in }
  }
}

extension ServiceFailure {
  static func invalidOperation(_ message: String) -> ServiceFailure {
    .init(code: "InvalidOperationException", message: message)
  }

  static func operationInProgress(_ set: StackSetRecord, at now: Date) -> ServiceFailure {
    .init(
      code: "OperationInProgressException",
      message: "Another Operation on StackSet \(set.id) is in progress: \(set.runningOperation(at: now)?.id ?? "")",
      status: 409
    )
  }
}
