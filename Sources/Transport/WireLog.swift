import FoundationEssentials
import Glibc
import Synchronization

/// A file with every exchange in it, without the secrets.
///
/// Each entry is one readable block: a line that says what happened, then the request (`>`) and the answer (`<`).
package final class WireLog: Sendable {
  /// Why there is no log.
  package enum Failure: Error, Hashable, Sendable {
    case notOpened(path: String, reason: String)
    /// A terminal, a pipe or a device: the log would be seen, or would end up with somebody else.
    case notAFile(path: String)

    package var sentence: String {
      switch self {
      case .notOpened(let path, let reason): "the log \(path) cannot be opened: \(reason)"
      case .notAFile(let path): "the log \(path) is not a file"
      }
    }
  }

  private struct State {
    var descriptor: Int32
    var problem: String?
  }

  private let state: Mutex<State>

  /// Appends to the file at `path`, which nobody else may read.
  package init(path: String) throws(Failure) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw .notOpened(path: path, reason: String(cString: strerror(errno))) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile(path: path)
    }
    guard fchmod(descriptor, 0o600) == 0 else {
      let reason = String(cString: strerror(errno))
      close(descriptor)
      throw .notOpened(path: path, reason: reason)
    }
    state = Mutex(State(descriptor: descriptor))
  }

  deinit { state.withLock { _ = close($0.descriptor) } }

  /// Why the last entry was not written, for the status line; nil while all is well.
  package var problem: String? { state.withLock { $0.problem } }

  func record(_ exchange: WireExchange) {
    let entry = Array(exchange.entry(at: .now).utf8)
    state.withLock { state in
      var rest = entry[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(state.descriptor, $0.baseAddress, $0.count) }
        guard written > 0 || errno == EINTR else {
          state.problem = String(cString: strerror(errno))
          return
        }
        rest = rest.dropFirst(max(0, written))
      }
      state.problem = nil
    }
  }
}
