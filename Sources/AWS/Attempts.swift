import Transport

/// What one operation has tried so far, and what it tries next: a pure machine, without clock and wire.
struct Attempts {
  enum Step: Equatable {
    case again(after: Duration)
    /// Fetch credentials anew, then at once.
    case refreshCredentials
    /// Take the service's clock for this host, then at once.
    case correctClock
    case giveUp
  }

  private static let ceiling: Duration = .seconds(20)

  private let limit: Int
  private var made = 0
  private var hasRefreshed = false
  private var hasCorrectedClock = false

  init(limit: Int) { self.limit = max(1, limit) }

  /// The step after `error`.
  ///
  /// Delays double from 50 ms, after a throttle from 1 s, up to 20 s, and `jitter` (0...1) takes its share of that; a
  /// service's own wish (`hint`) may make it up to 5 s longer. Source: AWS SDKs Reference Guide, retry behavior.
  ///
  /// - Parameters:
  ///   - error: What the last attempt came to.
  ///   - clockIsOff: The answer's time is far from ours.
  ///   - hint: `x-amz-retry-after` of the answer.
  ///   - jitter: A random number in 0...1.
  /// - Returns: What to do now.
  mutating func step(after error: AWSError, clockIsOff: Bool, hint: Duration?, jitter: Double) -> Step {
    made += 1
    if case .refused(let refusal) = error {
      if refusal.code.suggestsClockSkew, clockIsOff, !hasCorrectedClock {
        hasCorrectedClock = true
        return .correctClock
      }
      if refusal.code.isExpiry, !hasRefreshed {
        hasRefreshed = true
        return .refreshCredentials
      }
    }
    guard error.isTransient, made < error.attemptsWorthMaking(of: limit) else { return .giveUp }
    let base: Duration = error.isThrottle ? .seconds(1) : .milliseconds(50)
    let doubled = made <= 16 ? base * (1 << (made - 1)) : Self.ceiling
    let delay = min(Self.ceiling, doubled) * jitter
    guard let hint else { return .again(after: delay) }
    return .again(after: min(max(hint, delay), delay + .seconds(5)))
  }
}

extension AWSError {
  /// The service asked for patience.
  package var isThrottle: Bool {
    switch self {
    case .refused(let error): error.code.isThrottle || error.status == 429
    case .unexpected(let answer): answer.status == 429
    case .transport, .credentials, .misconfigured, .repeatedPage: false
    }
  }

  /// Another attempt may help.
  package var isTransient: Bool {
    switch self {
    case .refused(let error):
      isThrottle || error.code.isTransient || Self.transientStatuses.contains(error.status)
    case .unexpected(let answer): isThrottle || Self.transientStatuses.contains(answer.status)
    case .transport(let error, _, _): error.isTransient
    case .credentials, .misconfigured, .repeatedPage: false
    }
  }

  private static let transientStatuses: Set<Int> = [500, 502, 503, 504]

  /// Fewer when nothing listens or the name is unknown, which waiting seldom mends.
  fileprivate func attemptsWorthMaking(of limit: Int) -> Int {
    if case .transport(.unreachable, _, _) = self { min(limit, 3) } else { limit }
  }
}
