import FoundationEssentials

/// One stack set with its instances and operations.
struct StackSetRecord: Sendable {
  struct AutoDeployment: Hashable, Sendable {
    var isEnabled: Bool
    var retainsStacks: Bool
  }

  struct Parameter: Hashable, Sendable {
    let key: String
    let value: String
  }

  let name: String
  /// `name:uuid`.
  let id: String
  /// The account whose stack set it is; for service-managed ones always the management account.
  let owner: String
  let region: String
  var description: String
  let isServiceManaged: Bool
  var templateBody: String
  var parameters: [Parameter] = []
  var capabilities: [String] = []
  var autoDeployment: AutoDeployment?
  var hasManagedExecution = false
  /// Units that automatic deployment follows.
  var targets: [String] = []
  var regions: [String] = []
  var clientRequestToken: String?
  /// Ordered by account, then region.
  private(set) var instances: [InstanceRecord] = []
  /// Newest first.
  var operations: [OperationRecord] = []

  var arn: String { "arn:aws:cloudformation:\(region):\(owner):stackset/\(id)" }

  func runningOperation(at now: Date) -> OperationRecord? { operations.first { $0.isRunning(at: now) } }

  func instance(account: String, region: String) -> InstanceRecord? {
    instances.first { $0.account == account && $0.region == region }
  }

  /// Where instances are, as `account region`.
  var places: Set<String> { Set(instances.map { "\($0.account) \($0.region)" }) }

  mutating func add(_ more: [InstanceRecord]) {
    instances += more
    instances.sort { ($0.account, $0.region) < ($1.account, $1.region) }
  }
}
