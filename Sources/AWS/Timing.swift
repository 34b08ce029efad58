package import FoundationEssentials
import Transport

/// Time and chance as a connection knows them, so that tests can put their own in.
package struct Timing: Sendable {
  /// The wall clock, for signatures.
  package var now: @Sendable () -> Date
  /// A clock that only goes forward, for deadlines; from an arbitrary start.
  package var elapsed: @Sendable () -> Duration
  package var sleep: @Sendable (Duration) async throws -> Void
  /// A number in 0...1, anew each time: waits are shared out by it.
  package var jitter: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Date,
    elapsed: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    jitter: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.elapsed = elapsed
    self.sleep = sleep
    self.jitter = jitter
  }

  package static let system: Timing = {
    let start = ContinuousClock.now
    return Timing(
      now: { Date() },
      elapsed: { ContinuousClock.now - start },
      sleep: { try await Task.sleep(for: $0) },
      jitter: { Double.random(in: 0...1) }
    )
  }()
}

extension Timing {
  /// The same, without the time of day.
  var timepiece: Timepiece { Timepiece(now: elapsed, sleep: sleep) }
}
