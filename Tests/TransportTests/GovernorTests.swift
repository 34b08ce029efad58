import TestSupport
import Testing
import Transport

@Suite struct GovernorTests {
  private let bucket = Governor.Bucket(account: "111122223333", service: "organizations", group: "lists")
  private let rate = Governor.Rate(perSecond: 10, burst: 20)

  @Test func `the burst goes out at once, then 95 % of the rate`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    for _ in 0..<19 { try await governor.admit(bucket, rate: rate) }
    let moment = try await moment(governor, time)
    // One call takes 1 / 9.5 s.
    #expect(moment > .milliseconds(105) && moment < .milliseconds(106))
  }

  @Test func `callers go in the order they came`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    let order = try await withTimeout { [bucket, rate] in
      for _ in 0..<19 { try await governor.admit(bucket, rate: rate) }
      return try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<3 {
          group.addTask {
            try await governor.admit(bucket, rate: rate)
            return number
          }
          await time.sleepers(number + 1)
        }
        var order: [Int] = []
        for _ in 0..<3 {
          time.advance(by: .milliseconds(106))
          if let number = try await group.next() { order.append(number) }
        }
        return order
      }
    }
    #expect(order == [0, 1, 2])
  }

  @Test func `after a throttle the burst is gone and 75 % of the rate is left for 60 s`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    try await governor.admit(bucket, rate: rate)
    await governor.throttled(bucket)
    let slow = try await moment(governor, time)
    // 1 / 7.5 s.
    #expect(slow > .milliseconds(133) && slow < .milliseconds(134))
    time.advance(by: .seconds(60))
    for _ in 0..<19 { try await governor.admit(bucket, rate: rate) }
    let start = time.now
    let fast = try await moment(governor, time) - start
    #expect(fast > .milliseconds(105) && fast < .milliseconds(106))
  }

  @Test func `buckets do not wait for each other`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    for _ in 0..<19 { try await governor.admit(bucket, rate: rate) }
    let other = Governor.Bucket(account: "444455556666", service: "organizations", group: "lists")
    try await governor.admit(other, rate: rate)
    #expect(time.now == .zero)
  }

  @Test func `a cancelled caller leaves its place to the next`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    for _ in 0..<19 { try await governor.admit(bucket, rate: rate) }
    try await withTimeout { [bucket, rate] in
      let first = Task { try await governor.admit(bucket, rate: rate) }
      await time.sleepers(1)
      first.cancel()
      await #expect(throws: CancellationError.self) { try await first.value }
      let second = Task { try await governor.admit(bucket, rate: rate) }
      await time.sleepers(1)
      time.advance(by: .milliseconds(106))
      try await second.value
    }
  }

  @Test func `without a rate, and with rates off, nobody waits`() async throws {
    let time = HandClock()
    let documented = Governor(timepiece: time.timepiece)
    for _ in 0..<100 { try await documented.admit(bucket, rate: nil) }
    let off = Governor(limits: .off, timepiece: time.timepiece)
    for _ in 0..<100 { try await off.admit(bucket, rate: rate) }
    #expect(time.now == .zero)
  }

  @Test func `who waits before a retry is shown until the wait is over`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    try await withTimeout { [bucket] in
      var updates = await governor.updates().makeAsyncIterator()
      #expect(await updates.next() == [])
      let waits = [4, 2].map { seconds in Task { try await governor.backOff(bucket, for: .seconds(seconds)) } }
      await time.sleepers(2)
      time.advance(by: .seconds(1))
      #expect(await governor.backOffs() == [.init(bucket: bucket, remaining: .seconds(3), callers: 2)])
      time.advance(by: .seconds(1))
      try await waits[1].value
      #expect(await updates.next() == [.init(bucket: bucket, remaining: .seconds(2), callers: 1)])
      waits[0].cancel()
      _ = await waits[0].result
      #expect(await updates.next() == [])
    }
  }

  @Test func `the longest wait is shown first`() async throws {
    let time = HandClock()
    let governor = Governor(timepiece: time.timepiece)
    let other = Governor.Bucket(account: "111122223333", service: "cloudformation", group: "reads")
    try await withTimeout { [bucket] in
      let waits = [(bucket, 2), (other, 9)].map { bucket, seconds in
        Task { try await governor.backOff(bucket, for: .seconds(seconds)) }
      }
      await time.sleepers(2)
      #expect(await governor.backOffs().map(\.bucket.service) == ["cloudformation", "organizations"])
      time.advance(by: .seconds(9))
      for wait in waits { try await wait.value }
    }
  }

  /// When the next call goes out.
  private func moment(_ governor: Governor, _ time: HandClock) async throws -> Duration {
    try await withTimeout { [bucket, rate] in
      let call = Task { try await governor.admit(bucket, rate: rate) }
      await time.sleepers(1)
      time.advanceToNextWake()
      try await call.value
      return time.now
    }
  }
}
