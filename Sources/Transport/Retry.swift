/// How often and after how long a failed attempt is made again.
///
/// The delays are those of the AWS SDKs' standard mode, with more attempts: three are too few for control planes that allow
/// one to eight calls a second. Source: AWS SDKs and Tools Reference Guide, "Retry behavior".
package struct Retry: Hashable, Sendable {
  /// Why an attempt is worth repeating.
  package enum Kind: Hashable, Sendable {
    /// A broken connection, a time-out, a fault of the server.
    case transient
    /// The service was called too often.
    case throttle
  }

  /// All attempts, the first included.
  package let attempts: Int
  /// No delay is longer, but for what a server asks for.
  package let cap: Duration

  package init(attempts: Int, cap: Duration = .seconds(20)) {
    self.attempts = attempts
    self.cap = cap
  }

  /// Calls that change nothing.
  package static let reads = Retry(attempts: 8)
  /// Reads whose loss is bearable.
  package static let auxiliaryReads = Retry(attempts: 3)
  /// Calls that must not happen twice.
  package static let never = Retry(attempts: 1)

  /// The longest delay after attempt number `attempt`; the first is 0.
  package func ceiling(attempt: Int, kind: Kind) -> Duration {
    let base: Duration = kind == .throttle ? .seconds(1) : .milliseconds(50)
    // Past twenty doublings every cap is reached; more would overflow.
    return min(cap, base * (1 << min(max(attempt, 0), 20)))
  }

  /// The delay after attempt number `attempt`: anything up to the ceiling, so that callers do not come back together.
  ///
  /// - Parameters:
  ///   - attempt: The attempt that failed; the first is 0.
  ///   - kind: Why it failed.
  ///   - hint: What the server asks for; at most five seconds more than the delay are granted.
  ///   - random: A number in 0...1.
  /// - Returns: How long to wait.
  package func delay(attempt: Int, kind: Kind, hint: Duration? = nil, random: Double) -> Duration {
    let delay = ceiling(attempt: attempt, kind: kind) * random
    guard let hint else { return delay }
    return min(max(hint, delay), delay + .seconds(5))
  }
}
