import Glibc

/// Asks the person at the terminal, whatever standard input and output are.
enum TerminalQuestion {
  /// The longest answer that is taken.
  private static let limit = 1_024

  /// Puts a question to `/dev/tty` and waits for a line; nil when there is no terminal, or the task is cancelled.
  ///
  /// A secret is not shown while it is typed.
  static func ask(_ question: String, isSecret: Bool = false) async -> String? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    let shown = isSecret ? hideTyping(at: terminal) : nil
    defer {
      if var shown {
        tcsetattr(terminal, TCSAFLUSH, &shown)
        // The end of the line was not shown either; with the terminal gone there is nobody to miss it.
        _ = try? DescriptorStream(descriptor: terminal, name: "the terminal").write("\n")
      }
    }
    do {
      try DescriptorStream(descriptor: terminal, name: "the terminal").write("\(SafeLine.of(question)): ")
    } catch {
      return nil
    }
    var line: [UInt8] = []
    while !Task.isCancelled, line.count < limit {
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      // A slice of a second, so that a cancelled question does not hold the program.
      let ready = poll(&waiting, 1, 100)
      if ready == 0 || (ready < 0 && errno == EINTR) {
        await Task.yield()
        continue
      }
      var byte: UInt8 = 0
      guard ready > 0, read(terminal, &byte, 1) == 1 else { return nil }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }

  /// Switches the terminal's echo off and returns the settings to go back to; nil where that cannot be done.
  private static func hideTyping(at terminal: Int32) -> termios? {
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { return nil }
    var hidden = settings
    hidden.c_lflag &= ~tcflag_t(ECHO)
    return tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 ? settings : nil
  }
}
