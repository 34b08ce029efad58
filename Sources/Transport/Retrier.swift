/// Makes attempts until one ends the matter, within one deadline.
package struct Retrier: Sendable {
  /// How an attempt ended, as the service's client judges it.
  package enum Outcome<Value: Sendable>: Sendable {
    case done(Value)
    /// Worth another attempt; `failure` is thrown when there is none.
    case failed(any Error, Retry.Kind, hint: Duration? = nil)
  }

  private let quota: RetryQuota
  private let timepiece: Timepiece
  private let random: @Sendable () -> Double

  package init(
    quota: RetryQuota = RetryQuota(),
    timepiece: Timepiece = .system,
    random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.quota = quota
    self.timepiece = timepiece
    self.random = random
  }

  /// Runs `attempt` as `policy` has it, until `limit` has passed in all.
  ///
  /// A retry that could only begin after the deadline is not waited for.
  ///
  /// - Parameters:
  ///   - policy: How often, and with which delays.
  ///   - limit: The deadline over all attempts and delays.
  ///   - wait: Sleeps between attempts, so that a governor can show it; nil: just sleeps.
  ///   - attempt: Gets its number, from 0, and the time that is left. What it throws ends the matter at once.
  /// - Returns: The value of the attempt that was done.
  /// - Throws: The last failure, what `attempt` throws, or `CancellationError` from a wait.
  package func run<Value: Sendable>(
    _ policy: Retry,
    within limit: Duration = .seconds(120),
    wait: (@Sendable (Duration) async throws -> Void)? = nil,
    attempt: (_ number: Int, _ left: Duration) async throws -> Outcome<Value>
  ) async throws -> Value {
    let end = timepiece.now() + limit
    var lastRetry: Retry.Kind?
    var number = 0
    while true {
      switch try await attempt(number, end - timepiece.now()) {
      case .done(let value):
        quota.giveBack(after: lastRetry)
        return value
      case .failed(let failure, let kind, let hint):
        let delay = policy.delay(attempt: number, kind: kind, hint: hint, random: random())
        number += 1
        guard number < policy.attempts, timepiece.now() + delay < end, quota.take(kind) else { throw failure }
        lastRetry = kind
        if let wait { try await wait(delay) } else { try await timepiece.sleep(delay) }
      }
    }
  }
}
