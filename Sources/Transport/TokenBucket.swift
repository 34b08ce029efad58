/// How many calls may go out now and when the next ones may: pure arithmetic over a moment that the caller names.
struct TokenBucket: Equatable {
  /// What of a documented rate we use: the service's clock and ours never agree wholly.
  private static let share = 0.95
  /// What is left of the rate after the service refused a call.
  private static let slowShare = 0.75
  private static let slowPeriod = Duration.seconds(60)
  /// Forgives rounding, so that a sleep of just the computed length is long enough.
  private static let tolerance = 1e-6

  private(set) var rate: Governor.Rate
  private var tokens: Double
  private var updated: Duration
  private var slowUntil: Duration?

  init(rate: Governor.Rate, now: Duration) {
    self.rate = rate
    tokens = max(1, rate.burst * Self.share)
    updated = now
  }

  /// How long the caller who has `ahead` others before it must wait; nil: it may go.
  mutating func wait(behind ahead: Int, rate: Governor.Rate, now: Duration) -> Duration? {
    refill(now)
    self.rate = rate
    let missing = Double(ahead + 1) - tokens
    return missing <= Self.tolerance ? nil : .seconds(missing / perSecond(at: now))
  }

  /// One call goes out.
  mutating func take() { tokens -= 1 }

  /// The service refused a call: its own bucket is empty, and ours was too generous.
  mutating func slowDown(now: Duration) {
    refill(now)
    tokens = min(tokens, 0)
    slowUntil = now + Self.slowPeriod
  }

  private func perSecond(at moment: Duration) -> Double {
    let isSlow = slowUntil.map { moment < $0 } ?? false
    return rate.perSecond * (isSlow ? Self.slowShare : Self.share)
  }

  private mutating func refill(_ now: Duration) {
    if let end = slowUntil, updated < end, end < now { fill(until: end) }
    fill(until: now)
  }

  private mutating func fill(until moment: Duration) {
    guard moment > updated else { return }
    let gained = (moment - updated).inSeconds * perSecond(at: updated)
    tokens = min(max(1, rate.burst * Self.share), tokens + gained)
    updated = moment
  }
}
