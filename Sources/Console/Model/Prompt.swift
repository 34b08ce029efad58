import Fleet

/// What the line above the footer asks; while it is there, it owns all keys.
struct Prompt: Hashable, Sendable {
  enum Purpose: Hashable, Sendable {
    /// Live: every keystroke filters. `before` comes back on escape.
    case filter(before: Location)
    case command
    /// The column that enter will sort by.
    case order(OrderChoice)
    case code(CodeDesk.Question)
    /// The file exists.
    case overwrite(ExportRequest)
  }

  var purpose: Purpose
  var field = TextField()
  /// What is wrong with what is typed.
  var complaint: String?
  /// How far back in the history one has gone; nil while typing something new.
  var recalled: Int?
  /// What was typed before the history was looked into.
  var draft = ""
}

/// A sorting that is being picked: one of a place's columns.
struct OrderChoice: Hashable, Sendable {
  let columns: [String]
  var index: Int
  var isDescending: Bool

  var column: String { columns[index] }

  mutating func move(by distance: Int) { index = (index + distance + columns.count) % columns.count }

  /// Goes to the next column that begins with `letter`, if any does.
  mutating func jump(to letter: Character) {
    let others = (1...columns.count).map { (index + $0) % columns.count }
    index = others.first { columns[$0].first == letter } ?? index
  }
}
