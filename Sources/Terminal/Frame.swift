/// One whole picture of the screen as cells: what views return, what goldens compare, what ``Screen`` draws.
package struct Frame: Hashable, Sendable {
  /// One cell.
  ///
  /// The second half of a wide character is a cell whose text is empty.
  package struct Cell: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(text: String = " ", style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// Where the hardware cursor stands: on the selected row, or in a prompt.
  package struct Cursor: Hashable, Sendable {
    package var row: Int
    package var column: Int
    /// Blinking for text input; hidden (but still there, for screen readers) elsewhere.
    package var isVisible: Bool

    package init(row: Int, column: Int, isVisible: Bool) {
      self.row = row
      self.column = column
      self.isVisible = isVisible
    }
  }

  /// A piece of a line in one style.
  package struct Span: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  package enum Alignment: Hashable, Sendable { case leading, trailing }

  package let size: Size
  package let glyphs: Glyphs
  package private(set) var cells: [Cell]
  package var cursor: Cursor?

  /// A blank frame.
  ///
  /// - Parameters:
  ///   - size: In cells; nothing is ever written outside.
  ///   - glyphs: What can be shown; text that cannot becomes question marks.
  package init(size: Size, glyphs: Glyphs = .unicode) {
    self.size = size
    self.glyphs = glyphs
    cells = [Cell](repeating: Cell(), count: max(0, size.columns) * max(0, size.rows))
  }

  package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

  // MARK: Writing

  /// Writes `text` from `column` on, made safe (``SafeText``) and cut at `width` cells (or the row's end); a cut is
  /// shown by an ellipsis.
  ///
  /// A wide character takes two cells and is never split, marks join the character before them. Cells outside the frame
  /// are dropped.
  ///
  /// - Parameters:
  ///   - text: What to write.
  ///   - row: From the top, 0 the first.
  ///   - column: From the left, 0 the first.
  ///   - width: How many cells there are; without it, as many as the row has left.
  ///   - alignment: `trailing` puts the text at the end of these cells; what is before it stays as it is.
  ///   - style: Of every cell written.
  /// - Returns: The column after the last cell written.
  @discardableResult
  package mutating func write(
    _ text: String,
    row: Int,
    column: Int,
    width: Int? = nil,
    alignment: Alignment = .leading,
    style: Style = .plain
  ) -> Int {
    guard row >= 0, row < size.rows, column >= 0 else { return column }
    let end = min(size.columns, width.map { column + $0 } ?? size.columns)
    guard column < end else { return column }
    var start = column
    if alignment == .trailing { start = max(column, end - TextWidth.of(text)) }
    return SafeText.isPlain(text)
      ? writePlain(text, row: row, columns: start..<end, style: style)
      : writeCells(text, row: row, columns: start..<end, style: style)
  }

  /// Writes spans one after the other, as if they were one text.
  ///
  /// - Parameters:
  ///   - spans: What to write.
  ///   - row: From the top, 0 the first.
  ///   - column: From the left, 0 the first.
  ///   - width: How many cells there are for all of them; without it, as many as the row has left.
  /// - Returns: The column after the last cell written.
  @discardableResult
  package mutating func write(_ spans: [Span], row: Int, column: Int, width: Int? = nil) -> Int {
    let end = width.map { column + $0 } ?? size.columns
    var position = column
    for span in spans where position < end {
      position = write(span.text, row: row, column: position, width: end - position, style: span.style)
    }
    return position
  }

  /// Gives the cells of a run the style made by `change`, text untouched.
  package mutating func restyle(row: Int, columns: Range<Int>, _ change: (inout Style) -> Void) {
    guard row >= 0, row < size.rows else { return }
    for column in columns.clamped(to: 0..<size.columns) { change(&cells[row * size.columns + column].style) }
  }

  /// Makes cells of a row blank, in `style`.
  package mutating func clear(row: Int, columns: Range<Int>, style: Style = .plain) {
    guard row >= 0, row < size.rows else { return }
    let columns = columns.clamped(to: 0..<size.columns)
    separate(row: row, columns: columns)
    for column in columns { cells[row * size.columns + column] = Cell(style: style) }
  }

  // MARK: Reading

  /// The text of one row, trailing spaces cut.
  package func text(ofRow row: Int) -> String {
    var line = cells[(row * size.columns)..<((row + 1) * size.columns)].map(\.text).joined()
    while line.last == " " { line.removeLast() }
    return line
  }

  // MARK: Cells

  private mutating func writePlain(_ text: String, row: Int, columns: Range<Int>, style: Style) -> Int {
    let bytes = text.utf8
    let count = min(bytes.count, columns.count)
    let written = columns.lowerBound..<(columns.lowerBound + count)
    separate(row: row, columns: written)
    var index = row * size.columns + written.lowerBound
    for byte in bytes.prefix(count) {
      cells[index] = Cell(text: String(Unicode.Scalar(byte)), style: style)
      index += 1
    }
    if bytes.count > count, count > 0 { cells[index - 1].text = glyphs.ellipsis }
    return written.upperBound
  }

  private mutating func writeCells(_ text: String, row: Int, columns: Range<Int>, style: Style) -> Int {
    let line = row * size.columns
    var position = columns.lowerBound
    var lastStart = position
    for cell in CellText(text, glyphs: glyphs) {
      guard position + cell.width <= columns.upperBound else {
        // The ellipsis takes the free cell, or the place of the last character.
        let at = position < columns.upperBound ? position : lastStart
        clear(row: row, columns: at..<columns.upperBound, style: style)
        cells[line + at].text = glyphs.ellipsis
        return columns.upperBound
      }
      separate(row: row, columns: position..<(position + cell.width))
      cells[line + position] = Cell(text: cell.text, style: style)
      if cell.width == 2 { cells[line + position + 1] = Cell(text: "", style: style) }
      lastStart = position
      position += cell.width
    }
    return position
  }

  /// Blanks the other half of wide characters that `columns` cut through.
  private mutating func separate(row: Int, columns: Range<Int>) {
    guard !columns.isEmpty else { return }
    let line = row * size.columns
    if columns.lowerBound > 0, cells[line + columns.lowerBound].text.isEmpty {
      cells[line + columns.lowerBound - 1].text = " "
    }
    if columns.upperBound < size.columns, cells[line + columns.upperBound].text.isEmpty {
      cells[line + columns.upperBound].text = " "
    }
  }
}
