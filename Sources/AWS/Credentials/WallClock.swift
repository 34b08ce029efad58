package import FoundationEssentials

/// The time of day and a way to wait: one value, so that tests own both.
package struct WallClock: Sendable {
  private let readTime: @Sendable () -> Date
  private let pause: @Sendable (Duration) async throws -> Void

  /// Makes a clock from a way to read the time and a way to wait; `sleep` throws when its task is cancelled.
  package init(now: @escaping @Sendable () -> Date, sleep: @escaping @Sendable (Duration) async throws -> Void) {
    readTime = now
    pause = sleep
  }

  package static let system = WallClock(now: { Date() }, sleep: { try await Task.sleep(for: $0) })

  package var now: Date { readTime() }

  package func sleep(for duration: Duration) async throws { try await pause(duration) }
}
