/// The passing of time, as those who wait need it: tests put in one that they turn by hand.
package struct Timepiece: Sendable {
  /// The time since some fixed moment; never goes back.
  package let now: @Sendable () -> Duration
  /// Sleeps; throws `CancellationError` when the task is cancelled meanwhile.
  package let sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The machine's own clock, which goes on while the machine sleeps.
  package static let system: Timepiece = {
    let start = ContinuousClock.now
    return Timepiece(
      now: { start.duration(to: .now) },
      sleep: { try await Task.sleep(for: $0, clock: .continuous) }
    )
  }()
}

extension Duration {
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  var inSeconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
