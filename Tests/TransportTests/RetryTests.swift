import TestSupport
import Testing
import Transport

@Suite struct RetryTests {
  @Test(arguments: [
    (0, 50), (1, 100), (2, 200), (3, 400), (8, 12_800), (9, 20_000), (100, 20_000),
  ])
  func `after a fault the ceiling doubles from 50 ms up to 20 s`(attempt: Int, milliseconds: Int) {
    #expect(Retry.reads.ceiling(attempt: attempt, kind: .transient) == .milliseconds(milliseconds))
  }

  @Test(arguments: [(0, 1), (1, 2), (2, 4), (4, 16), (5, 20), (100, 20)])
  func `after a throttle it doubles from 1 s`(attempt: Int, seconds: Int) {
    #expect(Retry.reads.ceiling(attempt: attempt, kind: .throttle) == .seconds(seconds))
  }

  @Test(arguments: [(0.0, 0), (0.5, 2000), (1.0, 4000)])
  func `a delay is anything up to the ceiling`(random: Double, milliseconds: Int) {
    #expect(Retry.reads.delay(attempt: 2, kind: .throttle, random: random) == .milliseconds(milliseconds))
  }

  @Test(arguments: [(1, 2), (3, 3), (7, 7), (60, 7)])
  func `a server's hint adds at most five seconds`(hint: Int, seconds: Int) {
    let delay = Retry.reads.delay(attempt: 1, kind: .throttle, hint: .seconds(hint), random: 1)
    #expect(delay == .seconds(seconds))
  }

  @Test func `a quota pays for 35 faults or 100 throttles, and success gives back`() {
    let faults = RetryQuota()
    #expect((0..<40).filter { _ in faults.take(.transient) }.count == 35)
    let throttles = RetryQuota()
    #expect((0..<200).filter { _ in throttles.take(.throttle) }.count == 100)
    throttles.giveBack(after: nil)
    #expect(!throttles.take(.throttle))
    throttles.giveBack(after: .throttle)
    #expect(throttles.take(.throttle))
  }
}

@Suite struct RetrierTests {
  private struct Fault: Error, Equatable { let number: Int }

  @Test func `a call is repeated until it is done`() async throws {
    let time = HandClock()
    let retrier = Retrier(timepiece: time.timepiece, random: { 0 })
    let value = try await retrier.run(.reads) { number, _ in
      number < 3 ? .failed(Fault(number: number), .transient) : .done(number)
    }
    #expect(value == 3)
  }

  @Test(arguments: [(Retry.reads, 8), (.auxiliaryReads, 3), (.never, 1)])
  func `the last failure is thrown`(policy: Retry, attempts: Int) async {
    let retrier = Retrier(timepiece: HandClock().timepiece, random: { 0 })
    await #expect(throws: Fault(number: attempts - 1)) {
      try await retrier.run(policy) { number, _ -> Retrier.Outcome<Int> in
        .failed(Fault(number: number), .transient)
      }
    }
  }

  @Test func `what an attempt throws ends the matter`() async {
    let retrier = Retrier(timepiece: HandClock().timepiece, random: { 0 })
    await #expect(throws: Fault(number: 0)) {
      try await retrier.run(.reads) { number, _ -> Retrier.Outcome<Int> in throw Fault(number: number) }
    }
  }

  @Test func `delays go through the governor's hands and attempts know what is left`() async throws {
    let time = HandClock()
    let retrier = Retrier(timepiece: time.timepiece, random: { 1 })
    let left = try await retrier.run(.reads, within: .seconds(10)) { delay in
      time.advance(by: delay)
    } attempt: { number, left in
      number < 3 ? .failed(Fault(number: number), .throttle) : .done(left)
    }
    // 10 s less 1, 2 and 4.
    #expect(left == .seconds(3))
  }

  @Test func `a retry that would begin after the deadline is not waited for`() async {
    let time = HandClock()
    let retrier = Retrier(timepiece: time.timepiece, random: { 1 })
    await #expect(throws: Fault(number: 2)) {
      try await retrier.run(.reads, within: .seconds(5)) { delay in
        time.advance(by: delay)
      } attempt: { number, _ -> Retrier.Outcome<Int> in
        .failed(Fault(number: number), .throttle)
      }
    }
    #expect(time.now == .seconds(3))
  }

  @Test func `an empty quota ends the retries of all`() async {
    let quota = RetryQuota()
    while quota.take(.transient) {}
    let retrier = Retrier(quota: quota, timepiece: HandClock().timepiece, random: { 0 })
    await #expect(throws: Fault(number: 0)) {
      try await retrier.run(.reads) { number, _ -> Retrier.Outcome<Int> in
        .failed(Fault(number: number), .transient)
      }
    }
  }
}
