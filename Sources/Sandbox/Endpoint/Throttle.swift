import FoundationEssentials
import Synchronization

/// Token buckets for every account, service and group of operations.
final class Throttle: Sendable {
  private struct Key: Hashable {
    let account: String
    let service: String
    let group: String
  }

  private struct Bucket {
    var tokens: Double
    var filledAt: Date

    mutating func take(_ rate: RateTable.Rate, at now: Date) -> Bool {
      let elapsed = max(now.timeIntervalSince(filledAt), 0)
      tokens = min(rate.burst, tokens + elapsed * rate.perSecond)
      filledAt = now
      guard tokens >= 1 else { return false }
      tokens -= 1
      return true
    }
  }

  private let buckets = Mutex<[Key: Bucket]>([:])
  /// What other tools leave of each rate.
  private let share: Double

  init(share: Double = 1) { self.share = share }

  /// Whether a call may go through now; it is counted only if it may.
  func admits(account: String, service: String, operation: String, at now: Date) -> Bool {
    guard let limit = RateTable.limit(service: service, operation: operation) else { return true }
    return buckets.withLock { buckets in
      func take(_ owner: String, _ rate: RateTable.Rate) -> Bool {
        let key = Key(account: owner, service: service, group: limit.group)
        let left = RateTable.Rate(perSecond: rate.perSecond * share, burst: max(rate.burst * share, 1))
        return buckets[key, default: Bucket(tokens: left.burst, filledAt: now)].take(left, at: now)
      }
      guard take(account, limit.perAccount) else { return false }
      return limit.perOrganization.map { take("organization", $0) } ?? true
    }
  }
}
