import Synchronization

/// An attempt that ends when a test says so.
final class Fetch: Sendable {
  private let runs = Atomic<Int>(0)
  private let results = AsyncStream.makeStream(of: Result<Int, any Error>.self)
  private let starts = AsyncStream.makeStream(of: Void.self)
  private let cancellations = AsyncStream.makeStream(of: Void.self)

  /// How often it was run.
  var count: Int { runs.load(ordering: .sequentiallyConsistent) }

  func run() async throws -> Int {
    runs.add(1, ordering: .sequentiallyConsistent)
    starts.continuation.yield()
    return try await withTaskCancellationHandler {
      for await result in results.stream { return try result.get() }
      throw CancellationError()
    } onCancel: {
      cancellations.continuation.yield()
    }
  }

  func finish(_ result: Result<Int, any Error>) { results.continuation.yield(result) }

  func hasStarted() async {
    for await _ in starts.stream { return }
  }

  func wasCancelled() async {
    for await _ in cancellations.stream { return }
  }
}
