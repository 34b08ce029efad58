/// Runs `body`, and cancels it when it has not ended within `limit`; nil is no limit.
///
/// `body` has to end promptly once cancelled: this returns only after it did.
///
/// - Throws: ``TransportError/timedOut`` when the limit passed, else what `body` throws.
func withDeadline<Value: Sendable>(
  _ limit: Duration?,
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  guard let limit else { return try await body() }
  return try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TransportError.timedOut
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw TransportError.timedOut }
    return value
  }
}
