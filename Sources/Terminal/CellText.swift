/// Text as the cells it fills: made safe, marks joined to what they belong to.
struct CellText: Sequence, IteratorProtocol {
  struct Element: Hashable {
    var text: String
    /// 1 or 2.
    var width: Int
  }

  private enum Piece {
    case cell(Element)
    case mark(Unicode.Scalar)
  }

  /// ncurses keeps at most this many marks with a character.
  private static let markLimit = 4

  private let glyphs: Glyphs
  private var scalars: String.UnicodeScalarView.Iterator
  private var upcoming: Element?

  init(_ text: String, glyphs: Glyphs) {
    self.glyphs = glyphs
    scalars = text.unicodeScalars.makeIterator()
    // Marks with nothing before them have nothing to join.
    while upcoming == nil, let piece = piece() {
      if case .cell(let cell) = piece { upcoming = cell }
    }
  }

  mutating func next() -> Element? {
    guard var cell = upcoming else { return nil }
    upcoming = nil
    var marks = 0
    while upcoming == nil, let piece = piece() {
      switch piece {
      case .cell(let following): upcoming = following
      case .mark(let mark):
        if marks < Self.markLimit { cell.text.unicodeScalars.append(mark) }
        marks += 1
      }
    }
    return cell
  }

  private mutating func piece() -> Piece? {
    while let scalar = scalars.next() {
      switch SafeText.form(of: scalar, glyphs: glyphs) {
      case .spacing(let shown, let width): return .cell(Element(text: String(Character(shown)), width: width))
      case .mark(let mark): return .mark(mark)
      case .nothing: continue
      }
    }
    return nil
  }
}
