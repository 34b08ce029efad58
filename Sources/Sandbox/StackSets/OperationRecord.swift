import FoundationEssentials

/// One operation on a stack set, with its result for each instance.
///
/// One that is run has a ``course``. In a furnished world there are others: what became of them is told from the clock.
struct OperationRecord: Hashable, Sendable {
  enum Action: String, Sendable {
    case create = "CREATE"
    case update = "UPDATE"
    case delete = "DELETE"
    case detectDrift = "DETECT_DRIFT"
  }

  enum ResultStatus: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
  }

  struct Result: Hashable, Sendable {
    let account: String
    let region: String
    let unit: String?
    var turn: InstanceRecord.Turn?
    /// How it stands; once its turn is over, if it has one.
    var settled: ResultStatus
    var reason: String?

    var place: InstanceRecord.Place { .init(account: account, region: region) }

    func status(at now: Date) -> ResultStatus {
      guard let turn, now < turn.ends else { return settled }
      return now < turn.starts ? .pending : .running
    }
  }

  let id: String
  let action: Action
  /// When it was asked for.
  let startedAt: Date
  /// When it gets its turn; far off while it waits for another one.
  var beginsAt: Date?
  /// Far off while it runs.
  var endsAt: Date
  /// Whether more failed than the tolerance allows.
  var fails: Bool
  /// Whether somebody stopped it.
  var isStopped = false
  var unitIDs: [String] = []
  var accounts: [String] = []
  var accountFilter: String?
  /// Of a deletion: whether the stacks stay.
  var retainsStacks: Bool?
  /// Nil for automatic deployment.
  var preferences: Preferences?
  var results: [Result]
  var course: OperationCourse?

  struct Preferences: Hashable, Sendable {
    var regionConcurrency: String? = "PARALLEL"
    var regionOrder: [String] = []
    var failureToleranceCount: Int?
    var failureTolerancePercentage: Int? = 100
    var maxConcurrentCount: Int?
    var maxConcurrentPercentage: Int? = 25
    var concurrencyMode: String? = "SOFT_FAILURE_TOLERANCE"
  }

  /// Whether it has not ended; a waiting one counts.
  func isRunning(at now: Date) -> Bool { now < endsAt }

  func isQueued(at now: Date) -> Bool { beginsAt.map { now < $0 } ?? false && isRunning(at: now) }

  func status(at now: Date) -> String {
    if isQueued(at: now) { return "QUEUED" }
    if isRunning(at: now) { return isStopped ? "STOPPING" : "RUNNING" }
    if isStopped { return "STOPPED" }
    return fails ? "FAILED" : "SUCCEEDED"
  }

  func failures(at now: Date) -> Int {
    results.count { $0.status(at: now) == .failed }
  }
}
