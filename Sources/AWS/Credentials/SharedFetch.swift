/// One piece of work that many wait for: whoever comes while it runs joins it.
///
/// A waiter that is cancelled leaves alone; the work goes on for the others, and for whoever comes next.
actor SharedFetch<Value: Sendable> {
  private typealias Outcome = Result<Value, CredentialError>

  private var waiters: [Int: CheckedContinuation<Outcome, Never>] = [:]
  private var nextWaiter = 0
  private(set) var isRunning = false

  /// How many wait right now.
  var waiterCount: Int { waiters.count }

  /// Waits for the work under way, or starts `work` when there is none.
  ///
  /// - Throws: What the work throws, or ``CredentialError/cancelled``.
  func join(
    _ work: @escaping @Sendable () async throws(CredentialError) -> Value
  ) async throws(CredentialError) -> Value {
    let waiter = nextWaiter
    nextWaiter += 1
    let outcome: Outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The handler below reaches this actor after this block: a cancellation is seen here or there, never lost.
        if Task.isCancelled { return continuation.resume(returning: .failure(.cancelled)) }
        waiters[waiter] = continuation
        start(work)
      }
    } onCancel: {
      Task { await leave(waiter) }
    }
    return try outcome.get()
  }

  /// Starts `work` unless some is under way, and does not wait.
  func start(_ work: @escaping @Sendable () async throws(CredentialError) -> Value) {
    guard !isRunning else { return }
    isRunning = true
    Task {
      let outcome: Outcome
      do throws(CredentialError) {
        outcome = .success(try await work())
      } catch {
        outcome = .failure(error)
      }
      finish(outcome)
    }
  }

  private func finish(_ outcome: Outcome) {
    isRunning = false
    let all = waiters.values
    waiters = [:]
    for waiter in all { waiter.resume(returning: outcome) }
  }

  private func leave(_ waiter: Int) {
    waiters.removeValue(forKey: waiter)?.resume(returning: .failure(.cancelled))
  }
}
