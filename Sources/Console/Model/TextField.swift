/// One line of text being typed, and where in it one is.
struct TextField: Hashable, Sendable {
  private(set) var characters: [Character]
  /// Index of the character before which the next one is typed.
  private(set) var cursor: Int

  init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  var text: String { String(characters) }

  var isEmpty: Bool { characters.isEmpty }

  /// Types `text`; control characters (line ends of a paste, say) become spaces, so that a paste stays one line.
  mutating func insert(_ text: String) {
    let typed = text.map { character in
      character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : character
    }
    characters.insert(contentsOf: typed, at: cursor)
    cursor += typed.count
  }

  mutating func deleteBackward() {
    guard cursor > 0 else { return }
    cursor -= 1
    characters.remove(at: cursor)
  }

  mutating func deleteForward() {
    guard cursor < characters.count else { return }
    characters.remove(at: cursor)
  }

  mutating func deleteWordBackward() {
    while cursor > 0, characters[cursor - 1] == " " { deleteBackward() }
    while cursor > 0, characters[cursor - 1] != " " { deleteBackward() }
  }

  mutating func deleteToStart() {
    characters.removeSubrange(..<cursor)
    cursor = 0
  }

  mutating func deleteToEnd() { characters.removeSubrange(cursor...) }

  mutating func moveLeft() { cursor = max(0, cursor - 1) }

  mutating func moveRight() { cursor = min(characters.count, cursor + 1) }

  mutating func moveToStart() { cursor = 0 }

  mutating func moveToEnd() { cursor = characters.count }
}
