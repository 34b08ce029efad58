import FoundationEssentials
import Synchronization
import Transport

/// How far each host's clock is from ours, where a refused signature taught us.
final class ClockOffsets: Sendable {
  private let offsets = Mutex<[String: TimeInterval]>([:])

  /// Signatures hold for five minutes; less than this is no reason for a refusal.
  static let tolerance: TimeInterval = 4 * 60

  /// Our time, as `host` would say it.
  func adjust(_ date: Date, for host: String) -> Date {
    date.addingTimeInterval(offsets.withLock { $0[host] ?? 0 })
  }

  func set(_ offset: TimeInterval, for host: String) { offsets.withLock { $0[host] = offset } }

  /// The answer's clock less ours, when it is far enough from what was signed to explain a refusal.
  ///
  /// Believed over TLS only, since anybody on the way could otherwise move our clock; and from this machine itself, where
  /// the sandbox listens without TLS and nobody is on the way.
  static func correction(
    from response: HTTPResponse?,
    endpoint: Endpoint,
    now: Date,
    signedAt: Date
  ) -> TimeInterval? {
    guard endpoint.scheme == .https || endpoint.isLoopback,
      let text = response?["Date"], let theirs = HTTPDate.parse(text),
      abs(theirs.timeIntervalSince(signedAt)) > tolerance
    else { return nil }
    return theirs.timeIntervalSince(now)
  }
}
