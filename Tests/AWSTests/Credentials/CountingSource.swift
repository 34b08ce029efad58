import AWS
import Synchronization

/// A source that answers what a test tells it to, waits where a test wants it to, and counts.
final class CountingSource: CredentialSource, Sendable {
  let name = "test source"
  private let count = Mutex(0)
  private let answer: @Sendable (Int) async throws(CredentialError) -> AWSCredentials

  /// Makes a source; `answer` gets the number of the fetch, beginning with 1.
  init(_ answer: @escaping @Sendable (Int) async throws(CredentialError) -> AWSCredentials) { self.answer = answer }

  var fetches: Int { count.withLock { $0 } }

  func fetch() async throws(CredentialError) -> AWSCredentials {
    let number = count.withLock { count in
      count += 1
      return count
    }
    return try await answer(number)
  }
}

/// A door that stays shut until a test opens it.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
