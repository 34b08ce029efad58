import Synchronization
package import Transport

/// Time that passes only when a test says so.
package final class HandClock: Sendable {
  private struct Sleeper {
    let end: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Duration.zero
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    var lastNumber = 0
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  package init() {}

  package var timepiece: Timepiece {
    Timepiece(now: { self.state.withLock { $0.now } }, sleep: { try await self.sleep($0) })
  }

  /// The same time, but whoever sleeps makes it pass.
  package var hasty: Timepiece {
    Timepiece(
      now: { self.state.withLock { $0.now } },
      sleep: { duration in
        try Task.checkCancellation()
        self.advance(by: duration)
      }
    )
  }

  package var now: Duration { state.withLock { $0.now } }

  /// Lets time pass; whoever sleeps until then wakes up.
  package func advance(by duration: Duration) {
    let awake = state.withLock { state in
      state.now += duration
      let due = state.sleepers.filter { $0.value.end <= state.now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.sorted { ($0.value.end, $0.key) < ($1.value.end, $1.key) }.map(\.value.continuation)
    }
    for continuation in awake { continuation.resume() }
  }

  /// Lets time pass until the first of those who sleep wakes up.
  package func advanceToNextWake() {
    let left = state.withLock { state in (state.sleepers.values.map(\.end).min() ?? state.now) - state.now }
    advance(by: left)
  }

  /// Waits until `count` tasks sleep.
  package func sleepers(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  private func sleep(_ duration: Duration) async throws {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in enter(number, duration, continuation) }
    } onCancel: {
      let sleeper = state.withLock { state in
        state.cancelled.insert(number)
        return state.sleepers.removeValue(forKey: number)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  private func enter(_ number: Int, _ duration: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
    enum Fate {
      case cancelled, awake
      case asleep([CheckedContinuation<Void, Never>])
    }
    let fate: Fate = state.withLock { state in
      if state.cancelled.contains(number) { return .cancelled }
      if duration <= .zero { return .awake }
      state.sleepers[number] = Sleeper(end: state.now + duration, continuation: continuation)
      let ready = state.watchers.filter { $0.count <= state.sleepers.count }
      state.watchers.removeAll { $0.count <= state.sleepers.count }
      return .asleep(ready.map(\.continuation))
    }
    switch fate {
    case .cancelled: continuation.resume(throwing: CancellationError())
    case .awake: continuation.resume()
    case .asleep(let watchers): for watcher in watchers { watcher.resume() }
    }
  }
}
