import AWS
import FoundationEssentials
import Synchronization

/// A clock that stands still until a test moves it; who sleeps by it is through at once, and the clock with him.
final class ManualTiming: Sendable {
  /// 2026-11-24 06:00:00 UTC.
  static let start = Date(timeIntervalSince1970: 1_795_500_000)

  private struct State {
    var now = ManualTiming.start
    var sleeps: [Duration] = []
  }

  private let state = Mutex(State())

  var now: Date { state.withLock { $0.now } }

  /// How long was slept, in order.
  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func advance(_ seconds: Double) { state.withLock { $0.now.addTimeInterval(seconds) } }

  var timing: Timing {
    Timing(
      now: { self.now },
      elapsed: { .seconds(self.now.timeIntervalSince(Self.start)) },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.sleeps.append(duration)
          state.now.addTimeInterval(duration / .seconds(1))
        }
      },
      jitter: { 0.5 }
    )
  }
}
