/// Keeps every screen and command together under the rates a service allows.
///
/// There is one token bucket per account, service and operation group. Callers of one bucket go in the order they came.
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

  /// The context key `rates`.
  package enum Limits: String, Hashable, Sendable {
    case documented
    case off
  }

  /// One bucket's callers that wait before a retry.
  package struct BackOff: Hashable, Sendable {
    package let bucket: Bucket
    /// Until the last of them goes on.
    package let remaining: Duration
    package let callers: Int

    package init(bucket: Bucket, remaining: Duration, callers: Int) {
      self.bucket = bucket
      self.remaining = remaining
      self.callers = callers
    }
  }

  private struct Line {
    var bucket: TokenBucket
    var tickets: [Int] = []
  }

  private struct Pause {
    let bucket: Bucket
    let end: Duration
  }

  private let limits: Limits
  private let timepiece: Timepiece
  private var lines: [Bucket: Line] = [:]
  private var pauses: [Int: Pause] = [:]
  private var watchers: [Int: AsyncStream<[BackOff]>.Continuation] = [:]
  private var lastNumber = 0

  package init(limits: Limits = .documented, timepiece: Timepiece = .system) {
    self.limits = limits
    self.timepiece = timepiece
  }

  /// Waits until a call of that bucket may go out; at once when `rate` is nil.
  ///
  /// - Throws: `CancellationError` when the task is cancelled while waiting; the others move up.
  package func admit(_ bucket: Bucket, rate: Rate?) async throws {
    guard limits == .documented, let rate else { return try Task.checkCancellation() }
    let ticket = nextNumber()
    lines[bucket, default: Line(bucket: TokenBucket(rate: rate, now: timepiece.now()))].tickets.append(ticket)
    defer { lines[bucket]?.tickets.removeAll { $0 == ticket } }
    while let wait = wait(of: ticket, in: bucket, rate: rate) {
      try await timepiece.sleep(wait)
    }
    try Task.checkCancellation()
    lines[bucket]?.bucket.take()
  }

  /// The service refused a call for its rate: the bucket goes down to 75 % for 60 s.
  package func throttled(_ bucket: Bucket) {
    lines[bucket]?.bucket.slowDown(now: timepiece.now())
  }

  /// Sleeps before a retry, in sight of ``backOffs()``.
  package func backOff(_ bucket: Bucket, for delay: Duration) async throws {
    let number = nextNumber()
    pauses[number] = Pause(bucket: bucket, end: timepiece.now() + delay)
    announce()
    defer {
      pauses[number] = nil
      announce()
    }
    try await timepiece.sleep(delay)
  }

  /// Who waits before a retry just now, the longest wait first.
  package func backOffs() -> [BackOff] {
    let now = timepiece.now()
    return Dictionary(grouping: pauses.values, by: \.bucket)
      .map { bucket, pauses in
        let end = pauses.map(\.end).max() ?? now
        return BackOff(bucket: bucket, remaining: max(.zero, end - now), callers: pauses.count)
      }
      .sorted { ($1.remaining, $0.bucket.service) < ($0.remaining, $1.bucket.service) }
  }

  /// What ``backOffs()`` says, now and after each change; a slow reader sees the newest only.
  package func updates() -> AsyncStream<[BackOff]> {
    let number = nextNumber()
    let (stream, continuation) = AsyncStream.makeStream(of: [BackOff].self, bufferingPolicy: .bufferingNewest(1))
    continuation.onTermination = { [weak self] _ in
      Task { await self?.forget(watcher: number) }
    }
    continuation.yield(backOffs())
    watchers[number] = continuation
    return stream
  }

  private func wait(of ticket: Int, in bucket: Bucket, rate: Rate) -> Duration? {
    guard let ahead = lines[bucket]?.tickets.firstIndex(of: ticket) else { return nil }
    return lines[bucket]?.bucket.wait(behind: ahead, rate: rate, now: timepiece.now())
  }

  private func announce() {
    let now = backOffs()
    for watcher in watchers.values { watcher.yield(now) }
  }

  private func forget(watcher number: Int) { watchers[number] = nil }

  private func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }
}
