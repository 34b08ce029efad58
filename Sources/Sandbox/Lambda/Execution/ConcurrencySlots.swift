import FoundationEssentials

/// What executions are counted in: a function's reservation, or all that an account has left.
struct ConcurrencyShare: Hashable, Sendable {
  let key: String
  let limit: Int
}

/// Counts what runs at the same time, and keeps events waiting in the order they came.
actor ConcurrencySlots {
  private struct Waiter {
    let number: Int
    let isIn: Arrival<Bool>
  }

  private struct Line {
    var running = 0
    var limit: Int
    var waiters: [Waiter] = []
  }

  private let clock: SandboxClock
  private var lines: [String: Line] = [:]
  private var nextNumber = 0

  init(_ clock: SandboxClock) { self.clock = clock }

  /// Takes a slot if one is free.
  func enter(_ share: ConcurrencyShare) -> Bool {
    adjust(share)
    guard let running = lines[share.key]?.running, running < share.limit else { return false }
    lines[share.key]?.running += 1
    return true
  }

  /// Waits for a slot within a piece of work; false when none came within `limit` or the task was cancelled.
  func wait(for share: ConcurrencyShare, atMost limit: Duration) async -> Bool {
    adjust(share)
    if lines[share.key]?.waiters.isEmpty == true, enter(share) { return true }
    let waiter = Waiter(number: nextNumber, isIn: Arrival(clock))
    nextNumber += 1
    lines[share.key]?.waiters.append(waiter)
    let clock = clock
    let watch = Task {
      // Cancelled as soon as there is a slot.
      guard (try? await clock.alarm(in: limit)) != nil else { return }
      clock.begin()
      waiter.isIn.bring(false)
      clock.end()
    }
    let isIn = await withTaskCancellationHandler {
      await waiter.isIn.value()
    } onCancel: {
      waiter.isIn.bring(false)
    }
    watch.cancel()
    if !isIn { lines[share.key]?.waiters.removeAll { $0.number == waiter.number } }
    return isIn
  }

  /// Gives a slot back, to whoever waits longest.
  func leave(_ share: ConcurrencyShare) {
    lines[share.key]?.running -= 1
    admit(share.key)
  }

  /// Takes over a new limit.
  func adjust(_ share: ConcurrencyShare) {
    lines[share.key, default: Line(limit: share.limit)].limit = share.limit
    admit(share.key)
  }

  private func admit(_ key: String) {
    while let line = lines[key], line.running < line.limit, let next = line.waiters.first {
      lines[key]?.waiters.removeFirst()
      // One that gave up in the same moment takes no slot.
      if next.isIn.bring(true) { lines[key]?.running += 1 }
    }
  }
}
