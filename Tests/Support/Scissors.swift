import Synchronization

/// Counts the requests of a process under test, and cuts it off at one of them as a killed process is: that request is
/// carried out, its answer never arrives, and nothing comes afterwards.
package final class Scissors: Sendable {
  private struct State {
    var lines: [String] = []
    var number: Int?
    var action: @Sendable () -> Void = {}
    var isCut = false
  }

  private let state = Mutex(State())

  package init() {}

  /// What came through since the scissors were set, in order.
  package var lines: [String] { state.withLock { $0.lines } }

  package var hasCut: Bool { state.withLock { $0.isCut } }

  /// Will cut at request `number`, counted from 1 and from now on; nil: never.
  ///
  /// `action` ends the process.
  package func set(_ number: Int?, _ action: @escaping @Sendable () -> Void = {}) {
    state.withLock { $0 = State(number: number, action: action) }
  }

  /// Lets a request through to `service`.
  ///
  /// - Returns: Its answer; nil where nothing may arrive any more.
  package func pass<Answer: Sendable>(_ line: String, _ service: () async -> Answer) async -> Answer? {
    if hasCut { return nil }
    let answer = await service()
    let action: (@Sendable () -> Void)? = state.withLock { state in
      state.lines.append(line)
      guard state.lines.count == state.number else { return nil }
      state.isCut = true
      return state.action
    }
    guard let action else { return answer }
    action()
    return nil
  }
}
