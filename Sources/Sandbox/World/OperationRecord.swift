import FoundationEssentials

/// One operation on a stack set, with its result for each instance.
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
    let turn: InstanceRecord.Turn
    let settled: ResultStatus
    let reason: String?

    func status(at now: Date) -> ResultStatus {
      if now >= turn.ends { return settled }
      return now < turn.starts ? .pending : .running
    }
  }

  let id: String
  let action: Action
  /// When it was asked for.
  let startedAt: Date
  /// When it gets its turn; later than asked for when it waits for another one.
  var beginsAt: Date?
  let endsAt: Date
  /// Whether more failed than the tolerance allows.
  let fails: Bool
  var unitIDs: [String] = []
  var accounts: [String] = []
  var accountFilter: String?
  let preferences: Preferences
  var results: [Result]

  struct Preferences: Hashable, Sendable {
    var regionConcurrency: String? = "PARALLEL"
    var regionOrder: [String] = []
    var failureToleranceCount: Int?
    var failureTolerancePercentage: Int? = 100
    var maxConcurrentCount: Int?
    var maxConcurrentPercentage: Int? = 25
    var concurrencyMode: String? = "SOFT_FAILURE_TOLERANCE"
  }

  func isRunning(at now: Date) -> Bool { now < endsAt }

  func status(at now: Date) -> String {
    if let beginsAt, now < beginsAt { return "QUEUED" }
    if isRunning(at: now) { return "RUNNING" }
    return fails ? "FAILED" : "SUCCEEDED"
  }

  func failures(at now: Date) -> Int {
    results.count { $0.status(at: now) == .failed }
  }
}
