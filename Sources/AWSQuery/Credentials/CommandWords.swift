/// Splits a command line into words as a POSIX shell would, and does nothing else a shell does.
///
/// Same rules as Python's `shlex.split`, which the AWS command line uses: white space parts words, single quotes keep
/// everything, double quotes all but `\"` and `\\`, a backslash elsewhere keeps the next character.
struct CommandWords: Hashable, Sendable {
  private(set) var words: [String] = []

  /// Nil when a quote is not closed, or nothing follows a last backslash.
  init?(_ line: String) {
    var word: String?
    var quote: Character?
    var rest = line[...]
    while let character = rest.popFirst() {
      switch (quote, character) {
      case (nil, " "), (nil, "\t"), (nil, "\n"), (nil, "\r"), (nil, "\r\n"):
        if let finished = word { words.append(finished) }
        word = nil
      case (nil, "'"), (nil, "\""):
        quote = character
        word = word ?? ""
      case (let open?, character) where open == character:
        quote = nil
      case (nil, "\\"):
        guard let next = rest.popFirst() else { return nil }
        word = (word ?? "") + String(next)
      case ("\"", "\\"):
        guard let next = rest.popFirst() else { return nil }
        word = (word ?? "") + (next == "\"" || next == "\\" ? "" : "\\") + String(next)
      default:
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { return nil }
    if let word { words.append(word) }
  }
}
