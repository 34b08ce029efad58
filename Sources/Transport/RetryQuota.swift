import Synchronization

/// What all calls to one service may spend on retries, so that an outage is not answered with a storm.
///
/// The costs are those of the AWS SDKs' standard mode, revision 2026.
package final class RetryQuota: Sendable {
  private static let capacity = 500
  private let tokens = Mutex(capacity)

  package init() {}

  /// Pays for one retry; false when nothing is left to pay with.
  package func take(_ kind: Retry.Kind) -> Bool {
    tokens.withLock { tokens in
      guard tokens >= kind.cost else { return false }
      tokens -= kind.cost
      return true
    }
  }

  /// A call succeeded: what its last retry cost comes back, or 1 for a call that needed none.
  package func giveBack(after retry: Retry.Kind?) {
    tokens.withLock { $0 = min(Self.capacity, $0 + (retry?.cost ?? 1)) }
  }
}

extension Retry.Kind {
  fileprivate var cost: Int {
    switch self {
    case .transient: 14
    case .throttle: 5
    }
  }
}
