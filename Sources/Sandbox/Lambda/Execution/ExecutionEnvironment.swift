import FoundationEssentials

/// A place where a function's code runs: one that the sandbox started, or a guest, a process of somebody else's that polls.
///
/// Confined to ``Executions``.
final class ExecutionEnvironment {
  /// Somebody's `/next` that waits for an event.
  struct Poll {
    let number: Int
    let continuation: CheckedContinuation<Delivery?, Never>
  }

  let id: String
  let version: FunctionVersion
  /// Whether it takes events of any revision and several at once, and nobody can end it.
  let isGuest: Bool
  let logStream: String
  let log: FunctionLog
  var credentials: SessionCredentials?
  var task: Task<Void, Never>?
  var polls: [Poll] = []
  var deliveries: [Delivery] = []
  /// Request ids whose time was up: their answers come too late.
  var expired: [String] = []
  var holdsTurn = false
  /// Whether its version is gone, so that it gets no more events.
  var isRetired = false
  var hasPolled = false
  /// What the runtime reported before its first poll.
  var initFailure: [UInt8]?
  var idleSince: Date
  var secrets: SecretsCache

  init(
    id: String,
    version: FunctionVersion,
    isGuest: Bool,
    clock: SandboxClock,
    coldSecretRequests: Int
  ) {
    self.id = id
    self.version = version
    self.isGuest = isGuest
    log = FunctionLog(clock)
    idleSince = clock.now
    secrets = SecretsCache(variables: version.settings.variables, coldRequests: coldSecretRequests)
    let day = clock.now.formatted(.iso8601.year().month().day()).replacing("-", with: "/")
    let name = version.settings.logGroup == nil ? "" : version.functionName
    logStream = "\(day)/\(name)[\(version.number)]\(id)"
  }

  /// Lambda recycles environments that had nothing to do for a while.
  static let idleLimit: TimeInterval = 900

  func suits(_ wanted: FunctionVersion, at now: Date) -> Bool {
    isGuest || (version.revisionID == wanted.revisionID && now.timeIntervalSince(idleSince) < Self.idleLimit)
  }
}

/// An invocation in the hands of an environment.
struct Delivery: Sendable {
  let invocation: Invocation
  /// Unique for each attempt, while the request id returns on a retry.
  let invocationID: String
  let startedAt: Date
  let deadline: Date
  let result: Arrival<InvocationResult>
  let watch: Task<Void, Never>
}

/// All environments of one version of one function, and the invocations that wait for one.
final class ExecutionPool {
  struct Order {
    let number: Int
    let invocation: Invocation
    let result: Arrival<InvocationResult>
    let holdsTurn: Bool
  }

  var waiting: [Order] = []
  var environments: [ExecutionEnvironment] = []
  var guest: Guest?

  /// Somebody else's process or processes, and the address they poll.
  struct Guest {
    let environment: ExecutionEnvironment
    let server: LoopbackHost
    let port: Int
  }

  /// Environments that are on their way to their next poll.
  var coming: Int { environments.count { !$0.isGuest && $0.polls.isEmpty && $0.deliveries.isEmpty } }
}
