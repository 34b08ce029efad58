package import FoundationEssentials

/// The time a sandbox lives by: the system's, a test's, or virtual time that jumps as soon as nobody has work left.
///
/// With virtual time every piece of work takes a turn (``begin()``, ``end()``), and time stands still while anyone has
/// one. ``sleep(for:)`` rests the caller's turn; ``Arrival`` rests the turn of whoever waits for another's result.
package struct SandboxClock: Sendable {
  private let read: @Sendable () -> Date
  private let timeline: Timeline?
  private let catchesUp: Bool

  package init(_ read: @escaping @Sendable () -> Date) {
    self.read = read
    timeline = nil
    catchesUp = false
  }

  private init(_ timeline: Timeline, catchesUp: Bool) {
    read = { timeline.now }
    self.timeline = timeline
    self.catchesUp = catchesUp
  }

  package static let system = SandboxClock { Date() }

  /// Virtual time from `start` on.
  package static func virtual(from start: Date) -> SandboxClock { SandboxClock(Timeline(start), catchesUp: false) }

  /// Virtual time from `start` until the sandbox's scenario is reached, and the system's from then on.
  package static func catchingUp(from start: Date) -> SandboxClock { SandboxClock(Timeline(start), catchesUp: true) }

  /// Lets virtual time that will catch up come as close to the system's as `distance`, without anything happening.
  func approach(within distance: Duration) {
    if catchesUp { timeline?.skip(to: Date().addingTimeInterval(-(distance / .seconds(1)))) }
  }

  /// The scenario is reached.
  func catchUp() { if catchesUp { timeline?.join() } }

  package var now: Date { read() }

  /// A piece of work starts; every call needs its ``end()``.
  package func begin() { timeline?.begin() }

  package func end() { timeline?.end() }

  /// Does `body` as a piece of work of its own.
  package func work<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value {
    begin()
    defer { end() }
    return try await body()
  }

  /// Sleeps within a piece of work; throws `CancellationError` when the task is cancelled meanwhile.
  package func sleep(for duration: Duration) async throws {
    guard let timeline else { return try await Task.sleep(for: duration) }
    try await timeline.sleep(for: duration, hasTurn: true)
  }

  /// Sleeps beside the work, to watch over it; throws `CancellationError` when the task is cancelled meanwhile.
  package func alarm(in duration: Duration) async throws {
    guard let timeline else { return try await Task.sleep(for: duration) }
    try await timeline.sleep(for: duration, hasTurn: false)
  }
}
