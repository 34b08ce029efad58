import Fleet
import Transport

/// Gathers what a setup needs: what was said ahead, then the context, then what can be found out; a person is asked for
/// the rest.
package struct SetupInterview: Sendable {
  private let choices: SetupChoices
  private let connections: Connections
  private let functions: FunctionsArchive
  private let ask: @Sendable (_ question: String) async -> String?
  private let tell: @Sendable (_ sentence: String) -> Void

  /// `ask` puts a question to a person, nil when there is nobody; `tell` takes what a person should know beside the plan.
  package init(
    _ choices: SetupChoices,
    connections: Connections,
    functions: FunctionsArchive,
    ask: @escaping @Sendable (_ question: String) async -> String?,
    tell: @escaping @Sendable (_ sentence: String) -> Void
  ) {
    self.choices = choices
    self.connections = connections
    self.functions = functions
    self.ask = ask
    self.tell = tell
  }

  private static let lambdasStack = "rolecall-lambdas"
  private static let rolesStackSet = StackSetName(rawValue: "rolecall-roles")

  private var context: Context { connections.context }
  private var discovery: SetupDiscovery { SetupDiscovery(connections) }

  /// - Throws: ``OperatorError`` that names the flag for what nobody can answer; whatever reading meets.
  package func answers() async throws -> SetupAnswers {
    let appliance = try appliance()
    let instance = try await discovery.instance(at: appliance.host)
    let network = try await network(beside: instance)
    guard let region = try discovery.region() else {
      throw missing("the region of the backup account", "add backup: { region } to the context")
    }
    var answers = SetupAnswers(
      lambdasStack: context.backup?.lambdasStack ?? Self.lambdasStack,
      rolesStackSet: context.stackSets.first ?? Self.rolesStackSet,
      organizationID: try await discovery.organizationID(),
      region: region,
      network: network,
      appliance: appliance,
      instanceRole: try await instanceRole(of: instance),
      targets: try await targets(),
      functions: functions
    )
    answers.isAutomatic = choices.isAutomatic
    answers.retainsOnRemoval = choices.retainsOnRemoval
    answers.bucket = choices.bucket
    answers.lambdasParameters = choices.lambdasParameters
    answers.rolesParameters = choices.rolesParameters
    try await reuseSecrets(&answers)
    return answers
  }

  // MARK: The appliance

  private func appliance() throws -> SetupAnswers.Appliance {
    guard let settings = context.appliance else {
      throw missing("the appliance", "add appliance: { url: \"https://HOST:11005\" } to the context")
    }
    guard case .pinned(let pins) = settings.trust else {
      throw missing("the fingerprint of the appliance's certificate", "rolecall trust \(settings.url)")
    }
    return SetupAnswers.Appliance(
      host: settings.host,
      port: settings.port,
      pins: pins.map(\.hexadecimal),
      user: choices.portalUser
    )
  }

  private func instanceRole(of instance: SetupDiscovery.Instance?) async throws -> String {
    if let role = choices.instanceRole ?? instance?.role { return role }
    let question = "ARN of the role that the appliance's instance runs with"
    guard let answer = await ask(question), answer.hasPrefix("arn:") else {
      throw missing("the role of the appliance's instance", "--instance-role ARN")
    }
    return answer
  }

  // MARK: The network

  private func network(beside instance: SetupDiscovery.Instance?) async throws -> SetupAnswers.Network {
    let networks = try await discovery.networks()
    guard let vpc = choices.vpc ?? instance?.vpc ?? (networks.count == 1 ? networks.first?.vpc : nil) else {
      throw missing("the VPC of the functions", "--vpc VPC-ID (\(networks.map(\.vpc).joined(separator: ", ")))")
    }
    guard let found = networks.first(where: { $0.vpc == vpc }) else {
      throw missing("VPC \(vpc): it is not in the backup account", "--vpc VPC-ID")
    }
    var answer = SetupAnswers.Network(
      vpc: vpc,
      subnets: choices.subnets.isEmpty ? Self.subnets(of: found) : choices.subnets
    )
    guard !answer.subnets.isEmpty else { throw missing("subnets in \(vpc)", "--subnet SUBNET-ID, twice") }
    answer.securityGroups = choices.securityGroups
    answer.gatewayRouteTables = choices.gatewayRouteTables
    answer.makesSecretsEndpoint = choices.makesSecretsEndpoint
    if answer.makesSecretsEndpoint, found.hasSecretsEndpoint {
      throw OperatorError(
        sentence: "\(vpc) has an endpoint for Secrets Manager already; a second one with private names cannot be made",
        nextStep: "leave out --create-secrets-endpoint",
        exitStatus: 2
      )
    }
    if answer.makesSecretsEndpoint, found.otherInterfaces > 0 {
      tell(
        "\(found.otherInterfaces) network interfaces are in \(vpc): all of them would use the new endpoint"
      )
    }
    return answer
  }

  /// Two zones, in each the subnet with the most free addresses.
  private static func subnets(of network: SetupDiscovery.Network) -> [String] {
    let best = Dictionary(grouping: network.subnets, by: \.zone).compactMapValues { subnets in
      subnets.max { ($0.freeAddresses, $1.id) < ($1.freeAddresses, $0.id) }
    }
    return best.sorted { $0.key < $1.key }.prefix(2).map(\.value.id)
  }

  // MARK: The targets

  private func targets() async throws -> [OrganizationalUnitID] {
    if !choices.targets.isEmpty { return choices.targets }
    guard let root = try await discovery.units().first else { throw missing("the targets", "--target OU-ID") }
    return [root.id]
  }

  // MARK: Earlier secrets

  /// A stack that was removed has left its secrets behind: they are used again, so that external ids stay what they were.
  private func reuseSecrets(_ answers: inout SetupAnswers) async throws {
    let found = try await discovery.retainedSecrets(stack: answers.lambdasStack)
    for (parameter, arn) in found where answers.lambdasParameters[parameter] == nil {
      answers.lambdasParameters[parameter] = arn
      tell("\(parameter): the secret that an earlier stack left is used again")
    }
  }

  // MARK: Telling

  /// What the context does not name yet, as lines of a configuration.
  package var configurationToAdd: [String] {
    var lines: [String] = []
    if context.backup?.lambdasStack == nil { lines.append("backup: { lambdasStack: \(Self.lambdasStack) }") }
    if context.stackSets.isEmpty { lines.append("stackSets: [\(Self.rolesStackSet)]") }
    return lines
  }

  private func missing(_ what: String, _ nextStep: String) -> OperatorError {
    OperatorError(
      sentence: "setup needs to know \(what)",
      nextStep: nextStep,
      exitStatus: 2
    )
  }
}
