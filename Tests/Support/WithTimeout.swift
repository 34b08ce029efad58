/// The body took longer than allowed.
package struct TimedOut: Error {}

/// Runs `body`, and throws ``TimedOut`` when it has not ended within `limit`: nothing in a test may hang.
package func withTimeout<Value: Sendable>(
  _ limit: Duration = .seconds(120),
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: limit)
      throw TimedOut()
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw TimedOut() }
    return value
  }
}
