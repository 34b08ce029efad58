import FoundationEssentials

/// What mends a refused signature without waiting; each once in an operation.
struct Corrections {
  enum Step: Equatable {
    /// Fetch credentials anew.
    case refreshCredentials
    /// Take the service's clock for this host: ours and this many seconds.
    case correctClock(by: TimeInterval)
  }

  private var hasRefreshed = false
  private var hasCorrectedClock = false

  /// The correction that `error` calls for; nil when there is none, or it was made before.
  ///
  /// - Parameters:
  ///   - error: What the last attempt came to.
  ///   - clockOffset: The service's clock less ours, where it is far enough to explain a refusal.
  /// - Returns: What to do before the call is sent again.
  mutating func step(after error: AWSError, clockOffset: TimeInterval?) -> Step? {
    guard let code = error.code else { return nil }
    if let clockOffset, code.suggestsClockSkew, !hasCorrectedClock {
      hasCorrectedClock = true
      return .correctClock(by: clockOffset)
    }
    if code.isExpiry, !hasRefreshed {
      hasRefreshed = true
      return .refreshCredentials
    }
    return nil
  }
}
