import Synchronization

/// Values that pieces of work bring to one that waits for them, one after the other.
///
/// As with ``Arrival``, the waiter's turn rests meanwhile and is taken up again before the bringer goes on.
final class Inbox<Value: Sendable>: Sendable {
  private struct State {
    var values: [Value] = []
    var waiter: CheckedContinuation<Value, Never>?
  }

  private let clock: SandboxClock
  private let state = Mutex(State())

  init(_ clock: SandboxClock) { self.clock = clock }

  /// Waits, within a piece of work, for the next value; for one waiter.
  func next() async -> Value {
    await withCheckedContinuation { continuation in
      let here = state.withLock { state -> Value? in
        guard state.values.isEmpty else { return state.values.removeFirst() }
        state.waiter = continuation
        return nil
      }
      if let here { continuation.resume(returning: here) } else { clock.end() }
    }
  }

  func bring(_ value: Value) {
    let waiter = state.withLock { state -> CheckedContinuation<Value, Never>? in
      guard let waiter = state.waiter else {
        state.values.append(value)
        return nil
      }
      state.waiter = nil
      clock.begin()
      return waiter
    }
    waiter?.resume(returning: value)
  }
}
