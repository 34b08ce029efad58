/// Keeps every screen and command together under the rates a service allows: one token bucket per account, service and
/// operation group.
package actor Governor {
  /// What shares one rate at the service.
  package struct Bucket: Hashable, Sendable {
    /// The calling account, or the endpoint where the account is not known.
    package let account: String
    package let service: String
    /// Operations that the service counts together.
    package let group: String

    package init(account: String, service: String, group: String) {
      self.account = account
      self.service = service
      self.group = group
    }
  }

  /// Calls a second and the burst on top, as the service documents them.
  package struct Rate: Hashable, Sendable {
    package let perSecond: Double
    package let burst: Double

    package init(perSecond: Double, burst: Double) {
      self.perSecond = perSecond
      self.burst = burst
    }
  }

  package init() {}

  /// Waits until a call of that bucket may go out; at once when `rate` is nil.
  ///
  /// - Throws: `CancellationError` when the task is cancelled while waiting.
  package func admit(_ bucket: Bucket, rate: Rate?) async throws {}

  /// The service refused a call for its rate: the bucket goes down to 75 % for 60 s.
  package func throttled(_ bucket: Bucket) {}
}
