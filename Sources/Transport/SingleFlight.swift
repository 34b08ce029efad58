/// Lets those who want the same thing at the same time share one attempt to get it.
///
/// An attempt is forgotten when it ends, well or badly: the next caller starts anew. A caller that is cancelled leaves
/// alone; when all have left, the attempt is cancelled.
package actor SingleFlight<Key: Hashable & Sendable, Value: Sendable> {
  private struct Flight {
    let number: Int
    var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    var task: Task<Void, Never>?
  }

  private var flights: [Key: Flight] = [:]
  private var lastNumber = 0

  package init() {}

  /// What `fetch` returns; it runs only when nobody is at it for that key.
  ///
  /// - Throws: What `fetch` throws, to all who waited; `CancellationError` to a caller that was cancelled.
  package func value(for key: Key, _ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let waiter = nextNumber()
    return try await withTaskCancellationHandler {
      try Task.checkCancellation()
      return try await withCheckedThrowingContinuation { continuation in
        if flights[key] == nil { start(key, fetch) }
        flights[key]?.waiters[waiter] = continuation
      }
    } onCancel: {
      Task { await leave(key, waiter) }
    }
  }

  /// How many callers wait for that key.
  package func waiting(for key: Key) -> Int { flights[key]?.waiters.count ?? 0 }

  private func start(_ key: Key, _ fetch: @escaping @Sendable () async throws -> Value) {
    let number = nextNumber()
    flights[key] = Flight(number: number)
    flights[key]?.task = Task {
      do {
        land(key, number, .success(try await fetch()))
      } catch {
        land(key, number, .failure(error))
      }
    }
  }

  private func land(_ key: Key, _ number: Int, _ result: Result<Value, any Error>) {
    guard let flight = flights[key], flight.number == number else { return }
    flights[key] = nil
    for waiter in flight.waiters.values { waiter.resume(with: result) }
  }

  private func leave(_ key: Key, _ waiter: Int) {
    guard let continuation = flights[key]?.waiters.removeValue(forKey: waiter) else { return }
    continuation.resume(throwing: CancellationError())
    guard let flight = flights[key], flight.waiters.isEmpty else { return }
    flight.task?.cancel()
    flights[key] = nil
  }

  private func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }
}
