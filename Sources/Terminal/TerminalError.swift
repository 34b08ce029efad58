/// Why the console can't be shown here.
package enum TerminalError: Error, Hashable {
  case notATerminal
  /// `TERM` is unset, "dumb", or names something that cannot move its cursor.
  case dumb(String)
  case unknown(String)

  package var sentence: String {
    switch self {
    case .notATerminal: "The console needs a terminal, and this is none."
    case .dumb(""): "The console needs a terminal, and TERM is not set."
    case .dumb(let name): "The console needs a terminal that can move its cursor, and TERM=\(name) cannot."
    case .unknown(let name): "This machine knows nothing of the terminal TERM=\(name)."
    }
  }

  package var nextStep: String {
    switch self {
    case .notATerminal, .dumb: "Use a command instead: rolecall accounts, rolecall tree, rolecall --help."
    case .unknown: "Install its description (Debian: ncurses-term), or set TERM=xterm-256color."
    }
  }
}
