import Synchronization

/// What goes on in a world after the call that asked for it was answered; ended with the sandbox.
final class BackgroundWork: Sendable {
  private struct State {
    var tasks: [Int: Task<Void, Never>] = [:]
    var nextNumber = 0
    var isStopped = false
  }

  private let state = Mutex(State())

  /// Starts `body` as a piece of work of its own; not any more once stopped.
  func start(_ clock: SandboxClock, _ body: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      guard !state.isStopped else { return }
      let number = state.nextNumber
      state.nextNumber += 1
      clock.begin()
      state.tasks[number] = Task {
        await body()
        self.state.withLock { $0.tasks[number] = nil }
        clock.end()
      }
    }
  }

  /// Waits until nothing goes on any more; for a waiter that has no turn.
  func finish() async {
    while let task = state.withLock({ $0.tasks.values.first }) { await task.value }
  }

  /// Cancels everything and waits for its end.
  func stop() async {
    let tasks = state.withLock { state in
      state.isStopped = true
      return Array(state.tasks.values)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }
}
