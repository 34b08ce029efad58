import FoundationEssentials

/// One stack instance: an account and a region of a stack set.
struct InstanceRecord: Hashable, Sendable {
  /// What ListStackInstances tells, at one moment.
  struct Condition: Hashable, Sendable {
    var status: Status
    var detailed: DetailedStatus
    var reason: String?
    /// Missing until a stack was made.
    var stackID: String?
    var drift = DriftStatus.notChecked
    var driftCheckedAt: Date?
    /// What the last check found, without what is in sync.
    var drifts: [ResourceDrift] = []
  }

  enum Status: String, Sendable {
    case current = "CURRENT"
    case outdated = "OUTDATED"
    case inoperable = "INOPERABLE"
  }

  enum DetailedStatus: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case running = "RUNNING"
    case succeeded = "SUCCEEDED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"
    case inoperable = "INOPERABLE"
    case skippedSuspendedAccount = "SKIPPED_SUSPENDED_ACCOUNT"
    case failedImport = "FAILED_IMPORT"
  }

  enum DriftStatus: String, Sendable, CaseIterable {
    case drifted = "DRIFTED"
    case inSync = "IN_SYNC"
    case unknown = "UNKNOWN"
    case notChecked = "NOT_CHECKED"
  }

  /// When a running operation of a furnished world reaches this instance, and when it is done with it.
  struct Turn: Hashable, Sendable {
    let starts: Date
    let ends: Date
  }

  /// Where a stack instance is.
  struct Place: Hashable, Comparable, Sendable {
    let account: String
    let region: String

    static func < (one: Place, other: Place) -> Bool {
      (one.account, one.region) < (other.account, other.region)
    }
  }

  let account: String
  let region: String
  /// The unit or root that was targeted; nil in a self-managed set.
  var targetedUnit: String?
  /// Values of its own for parameters of the set.
  var overrides: [StackSetRecord.Parameter] = []
  /// How it stands; once its turn is over, if it has one.
  var settled: Condition
  var lastOperation: String
  var turn: Turn?

  var place: Place { Place(account: account, region: region) }

  /// How it stands at `now`: as it was left, or told from its turn alone.
  func condition(at now: Date) -> Condition {
    guard let turn, now < turn.ends else { return settled }
    if now < turn.starts { return Condition(status: .outdated, detailed: .pending) }
    return Condition(status: .outdated, detailed: .running, stackID: settled.stackID)
  }
}
