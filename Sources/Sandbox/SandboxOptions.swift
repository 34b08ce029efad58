/// How a sandbox is shaped; the command line's flags, one property each.
package struct SandboxOptions: Sendable {
  package var scenario: Scenario
  /// Accounts of the organization, the management account among them; 0 makes an account without an organization.
  package var accounts: Int
  /// Equal seeds make equal worlds: the same tree, names, ids and keys.
  package var seed: UInt64
  /// Port of the AWS endpoint on 127.0.0.1; 0 takes a free one.
  package var port: Int
  /// Added before every answer.
  package var latency: Duration
  /// Whether the documented rates hold.
  package var throttle: Bool
  package var faults: [Fault]
  /// Whether accounts and units carry `Paths` and `Path`, which older partitions leave out.
  package var paths: Bool
  /// How long the first byte waits under the fault `slow`.
  package var slowness: Duration
  /// The appliance's product and its answers to open questions.
  package var appliance: ApplianceOptions
  /// What the backup account's network has.
  package var network = SiteOptions()
  package var clock: SandboxClock
  /// Who runs the functions; nil: nobody does, and the world is furnished as if they had run.
  package var functions: FunctionHost?
  package var lambda: LambdaOptions
  /// Whether a world of more than ``deploymentLimit`` accounts is deployed too, and not furnished.
  package var deploysAll: Bool

  /// The most accounts that a scenario is reached with by deployment alone.
  package static let deploymentLimit = 500

  package init(
    scenario: Scenario = .onboarding,
    accounts: Int? = nil,
    seed: UInt64 = 1,
    port: Int = 0,
    latency: Duration = .zero,
    throttle: Bool = false,
    faults: [Fault] = [],
    paths: Bool = true,
    slowness: Duration = .seconds(60),
    appliance: ApplianceOptions = ApplianceOptions(),
    clock: SandboxClock = .system,
    functions: FunctionHost? = nil,
    lambda: LambdaOptions = LambdaOptions(),
    deploysAll: Bool = false
  ) {
    self.scenario = scenario
    self.accounts = accounts ?? scenario.defaultAccounts
    self.seed = seed
    self.port = port
    self.latency = latency
    self.throttle = throttle || scenario.isThrottled
    self.faults = faults
    self.paths = paths
    self.slowness = slowness
    self.appliance = appliance
    self.clock = clock
    self.functions = functions
    self.lambda = lambda
    self.deploysAll = deploysAll
  }

  /// Whether the scenario is reached by deployment.
  var deploys: Bool { functions != nil && (deploysAll || accounts <= Self.deploymentLimit) && scenario != .huge }

  /// Reads `200ms` or `1.5s`.
  ///
  /// - Parameter text: What stood behind `--latency`.
  /// - Returns: The duration.
  /// - Throws: ``SandboxError/latency(_:)`` for anything else, negative numbers included.
  package static func latency(parsing text: String) throws(SandboxError) -> Duration {
    let isMilliseconds = text.hasSuffix("ms")
    let number = isMilliseconds ? text.dropLast(2) : text.dropLast(text.hasSuffix("s") ? 1 : 0)
    guard text.hasSuffix("s"), let value = Double(number), value >= 0, value <= 3_600_000 else {
      throw .latency(text)
    }
    return .seconds(isMilliseconds ? value / 1_000 : value)
  }
}
