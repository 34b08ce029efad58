import Synchronization

/// A value that one piece of work waits for and another brings; only the first one brought counts.
///
/// The waiter's turn rests meanwhile and is taken up again before the bringer goes on, so that virtual time cannot jump
/// between the two.
final class Arrival<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case here(Value)
  }

  private let clock: SandboxClock
  private let state = Mutex(State.open)

  init(_ clock: SandboxClock) { self.clock = clock }

  /// Waits, within a piece of work, until the value is there; for one waiter.
  func value() async -> Value {
    await withCheckedContinuation { continuation in
      let here = state.withLock { state -> Value? in
        if case .here(let value) = state { return value }
        state = .awaited(continuation)
        return nil
      }
      if let here { continuation.resume(returning: here) } else { clock.end() }
    }
  }

  /// Whether it was the first.
  @discardableResult
  func bring(_ value: Value) -> Bool {
    let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, Never>?) in
      switch state {
      case .here: return (false, nil)
      case .open:
        state = .here(value)
        return (true, nil)
      case .awaited(let continuation):
        clock.begin()
        state = .here(value)
        return (true, continuation)
      }
    }
    waiter?.resume(returning: value)
    return isFirst
  }
}
