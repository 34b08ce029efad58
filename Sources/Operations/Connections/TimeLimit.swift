import Transport

/// Gives up waiting for something.
enum TimeLimit {
  /// What `body` returns, if it does so in time; without a limit it may take as long as it likes.
  ///
  /// - Throws: What `body` throws, or ``TransportError/timedOut``.
  static func run<Value: Sendable>(
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
}
