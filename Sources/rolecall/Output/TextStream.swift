import Glibc
import Synchronization

/// Somewhere to write text: the process's own streams, or a test's.
protocol TextStream: Sendable {
  var isTerminal: Bool { get }
  /// Cells in a line; nil where there is no terminal.
  var columns: Int? { get }
  func write(_ text: String) throws
}

/// The reader has gone away, as `head` does: no error, just the end.
struct StreamClosed: Error {}

/// A file descriptor of this process.
struct DescriptorStream: TextStream {
  let descriptor: Int32
  let name: String

  static let standardOutput = DescriptorStream(descriptor: STDOUT_FILENO, name: "standard output")
  static let standardError = DescriptorStream(descriptor: STDERR_FILENO, name: "standard error")

  struct WriteFailed: Error {
    let sentence: String
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  var columns: Int? {
    var size = winsize()
    guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of it.
  ///
  /// - Throws: ``StreamClosed`` when nobody reads any more; SIGPIPE must be ignored.
  func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw StreamClosed()
      } else if errno != EINTR {
        throw WriteFailed(sentence: "cannot write to \(name): \(String(cString: strerror(errno)))")
      }
    }
  }
}

/// Keeps what is written, for tests and for what is written in one piece.
final class CollectingStream: TextStream {
  let isTerminal: Bool
  let columns: Int?
  private let collected = Mutex("")

  init(isTerminal: Bool = false, columns: Int? = nil) {
    self.isTerminal = isTerminal
    self.columns = columns
  }

  var text: String { collected.withLock { $0 } }

  func write(_ text: String) { collected.withLock { $0 += text } }
}
