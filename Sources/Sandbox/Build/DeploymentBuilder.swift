import FoundationEssentials
import Templates

/// Furnishes the stack sets and the appliance's registrations, as the scenario wants them.
struct DeploymentBuilder {
  static let rolesStackSet = "rolecall-roles"
  static let purposes = ["ec2", "worker"]

  let scenario: Scenario
  let seed: UInt64
  let organization: OrganizationRecord
  /// Units that the roles are deployed to.
  let targets: [String]
  let now: Date
  private let region = WorldBuilder.homeRegion

  init(_ options: SandboxOptions, organization: OrganizationRecord, targets: [String], now: Date) {
    scenario = options.scenario
    seed = options.seed
    self.organization = organization
    self.targets = targets
    self.now = now
  }

  func furnish(_ state: inout WorldState) {
    var ids = SeededGenerator(seed: seed, label: "deployment")
    let operationID = ids.uuid()
    let sites = SitePlan(scenario: scenario, organization: organization, targets: targets).sites()
    let rollout = Rollout(scenario: scenario, sites: sites.count, now: now, operationID: operationID)
    var roles = rolesStackSet(state, ids.uuid())
    var instances: [InstanceRecord] = []
    var results: [OperationRecord.Result] = []
    for (number, site) in sites.enumerated() {
      let turn = rollout.turn(of: number)
      let isOpen = turn.ends > now
      var stackID: String?
      if let condition = condition(of: site, &ids) {
        stackID = condition.stackID
        instances.append(
          InstanceRecord(
            account: site.account.id,
            region: region,
            targetedUnit: site.target,
            settled: condition,
            lastOperation: operationID,
            turn: isOpen ? turn : nil
          )
        )
        results.append(rollout.result(of: site, condition, region: region, turn: turn))
      }
      register(site, stackID: stackID, from: isOpen ? turn.ends : nil, in: &state, &ids)
    }
    roles.add(instances)
    roles.operations = [rollout.operation(results, targets: targets)] + (scenario == .onboarding ? [] : history(&ids))
    state.stackSets = [roles] + bystanders(state, &ids)
    if scenario == .orphans { OrphanBuilder(organization: organization, seed: seed).furnish(&state) }
  }

  private func condition(of site: SitePlan.Site, _ ids: inout SeededGenerator) -> InstanceRecord.Condition? {
    let account = site.account.id
    let stackID =
      "arn:aws:cloudformation:\(region):\(account):stack/StackSet-\(Self.rolesStackSet)-\(ids.uuid())/\(ids.uuid())"
    let checked = WorldBuilder.reference.addingTimeInterval(-2 * 86_400)
    switch site.fate {
    case .noInstance: return nil
    case .deployed, .unregistered: return .init(status: .current, detailed: .succeeded, stackID: stackID)
    case .failed(let failure):
      return .init(
        status: .outdated,
        detailed: .failed,
        reason: failure.reason(requestID: ids.uuid(), account: account),
        stackID: failure.leavesStack ? stackID : nil
      )
    case .cancelled:
      return .init(
        status: .outdated,
        detailed: .cancelled,
        reason: "Cancelled since failure tolerance has exceeded"
      )
    case .outdated: return .init(status: .outdated, detailed: .pending, stackID: stackID)
    case .drifted:
      return .init(
        status: .current,
        detailed: .succeeded,
        stackID: stackID,
        drift: .drifted,
        driftCheckedAt: checked
      )
    case .inoperable:
      return .init(
        status: .inoperable,
        detailed: .inoperable,
        reason: "Stack:\(stackID) is in DELETE_FAILED state. Please contact the account owner to delete the stack.",
        stackID: stackID
      )
    case .skipped: return .init(status: .outdated, detailed: .skippedSuspendedAccount, stackID: stackID)
    }
  }

  // MARK: Registrations

  private func register(
    _ site: SitePlan.Site,
    stackID: String?,
    from arrival: Date?,
    in state: inout WorldState,
    _ ids: inout SeededGenerator
  ) {
    guard let stackID else { return }
    for purpose in Self.purposes where site.fate.isRegistered(purpose) {
      let registration = Registration.made(
        by: stackID,
        organization: organization.id,
        account: site.account.id,
        purpose: purpose,
        &ids
      )
      state.registrations.add(registration, from: arrival)
    }
  }

  // MARK: Stack sets

  private func rolesStackSet(_ state: WorldState, _ uuid: String) -> StackSetRecord {
    var set = StackSetRecord(
      name: Self.rolesStackSet,
      id: "\(Self.rolesStackSet):\(uuid)",
      owner: organization.managementAccount,
      region: region,
      description: "Backup roles of all accounts",
      isServiceManaged: true,
      templateBody: ShippedTemplate.roles.body
    )
    set.parameters = Self.rolesParameters(state)
    set.capabilities = ["CAPABILITY_NAMED_IAM"]
    set.autoDeployment = .init(isEnabled: true, retainsStacks: true)
    set.hasManagedExecution = true
    set.targets = targets
    set.regions = [region]
    return set
  }

  /// Adds the roles' stack set without instances, and its neighbours.
  ///
  /// - Returns: Its id.
  func open(_ state: inout WorldState) -> String {
    var ids = SeededGenerator(seed: seed, label: "deployment")
    let roles = rolesStackSet(state, ids.uuid())
    state.stackSets = [roles] + bystanders(state, &ids)
    return roles.id
  }

  /// Every parameter of the shipped template: its default, but for what the Lambdas stack gives.
  static func rolesParameters(_ state: WorldState) -> [StackSetRecord.Parameter] {
    let outputs = state.stacks.first { $0.name == BackupAccountBuilder.lambdasStack }?.outputs ?? []
    var values = Dictionary(uniqueKeysWithValues: outputs.map { ($0.key, $0.value) })
    values["VeeamInstanceRoleArn"] = state.site?.roleARN
    return rolesTemplate?.parameters.map { parameter in
      .init(key: parameter.name, value: values[parameter.name] ?? parameter.defaultValue ?? "")
    } ?? []
  }

  /// Read once; nil only if the shipped template were none.
  static let rolesTemplate = try? Template(ShippedTemplate.roles.body)

  /// Other tools' stack sets, so that a list never holds only ours.
  private func bystanders(_ state: WorldState, _ ids: inout SeededGenerator) -> [StackSetRecord] {
    let empty = "Resources: {}\n"
    var guardrails = StackSetRecord(
      name: "org-guardrails",
      id: "org-guardrails:\(ids.uuid())",
      owner: organization.managementAccount,
      region: region,
      description: "Baseline of every account",
      isServiceManaged: true,
      templateBody: empty
    )
    guardrails.autoDeployment = .init(isEnabled: false, retainsStacks: false)
    let logging = StackSetRecord(
      name: "legacy-logging",
      id: "legacy-logging:\(ids.uuid())",
      owner: organization.managementAccount,
      region: region,
      description: "Log delivery, self-managed",
      isServiceManaged: false,
      templateBody: empty
    )
    return [guardrails, logging]
  }

  private func history(_ ids: inout SeededGenerator) -> [OperationRecord] {
    let started = WorldBuilder.reference.addingTimeInterval(-30 * 86_400)
    return [
      OperationRecord(
        id: ids.uuid(),
        action: .detectDrift,
        startedAt: started,
        endsAt: started.addingTimeInterval(412),
        fails: false,
        preferences: .init(),
        results: []
      )
    ]
  }
}
