extension Frame {
  /// Neighbouring cells of one row and style that differ from the frame before.
  package struct Run: Hashable, Sendable {
    package var row: Int
    package var column: Int
    package var text: String
    package var style: Style

    package init(row: Int, column: Int, text: String, style: Style) {
      self.row = row
      self.column = column
      self.text = text
      self.style = style
    }
  }

  /// What has to be put on a screen that shows `before` so that it shows this frame.
  ///
  /// - Parameter before: The frame shown; nil, or one of another size, for a blank screen.
  /// - Returns: Runs from left to right, top to bottom; empty when nothing differs.
  package func changes(since before: Frame?) -> [Run] {
    let old = before?.size == size ? before?.cells : nil
    let blank = Cell()
    var runs: [Run] = []
    for row in 0..<max(0, size.rows) {
      let line = row * size.columns
      var column = 0
      while column < size.columns {
        let first = cells[line + column]
        // The second half of a wide character is drawn with its first, so nothing begins there.
        guard !first.text.isEmpty, first != old?[line + column] ?? blank else {
          column += 1
          continue
        }
        var run = Run(row: row, column: column, text: first.text, style: first.style)
        column += 1
        while column < size.columns {
          let cell = cells[line + column]
          let belongs = cell.style == first.style && cell != old?[line + column] ?? blank
          guard belongs || cell.text.isEmpty else { break }
          run.text += cell.text
          column += 1
        }
        runs.append(run)
      }
    }
    return runs
  }
}
