package import FoundationEssentials
import Synchronization

/// Time that passes only when somebody sleeps, and then at once.
package final class ManualTime: Sendable {
  private let start: Date
  private let passed = Mutex<(elapsed: Duration, sleeps: [Duration])>((.zero, []))

  package init(start: Date = Date(timeIntervalSince1970: 1_795_500_000)) { self.start = start }

  package var elapsed: Duration { passed.withLock { $0.elapsed } }
  package var now: Date { start.addingTimeInterval(elapsed / .seconds(1)) }
  /// What was slept so far, one by one.
  package var sleeps: [Duration] { passed.withLock { $0.sleeps } }

  /// Sleeps without waiting.
  package func pass(_ duration: Duration) throws {
    try Task.checkCancellation()
    passed.withLock { time in
      time.elapsed += duration
      time.sleeps.append(duration)
    }
  }
}
