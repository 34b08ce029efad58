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

  package let size: Size
  package private(set) var cells: [Cell]
  package var cursor: Cursor?

  package init(size: Size) {
    self.size = size
    cells = [Cell](repeating: Cell(), count: max(0, size.columns * size.rows))
  }

  package subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

  /// Writes `text` from `column` on, made safe (``SafeText``) and cut at `width` cells (or the row's end); a cut is
  /// shown by an ellipsis.
  ///
  /// Cells outside the frame are dropped.
  ///
  /// - Returns: The column after the last cell written.
  @discardableResult
  package mutating func write(
    _ text: String,
    row: Int,
    column: Int,
    width: Int? = nil,
    style: Style = .plain
  ) -> Int {
    guard row >= 0, row < size.rows, column >= 0 else { return column }
    let end = min(size.columns, width.map { column + $0 } ?? size.columns)
    var position = column
    for character in text {
      guard position < end else { break }
      cells[row * size.columns + position] = Cell(text: String(character), style: style)
      position += 1
    }
    return position
  }

  /// Gives the cells of a run the style made by `change`, text untouched.
  package mutating func restyle(row: Int, columns: Range<Int>, _ change: (inout Style) -> Void) {
    guard row >= 0, row < size.rows else { return }
    for column in columns.clamped(to: 0..<size.columns) { change(&cells[row * size.columns + column].style) }
  }

  /// The text of one row, trailing spaces cut.
  package func text(ofRow row: Int) -> String {
    var line = cells[(row * size.columns)..<((row + 1) * size.columns)].map(\.text).joined()
    while line.last == " " { line.removeLast() }
    return line
  }
}
