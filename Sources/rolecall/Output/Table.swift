import Terminal

/// Rows for people: aligned by display width, safe to put on a terminal, coloured only there.
struct Table {
  struct Column {
    let title: String
    var isNumber = false
  }

  struct Cell {
    let text: String
    var color: Style.Color = .plain

    /// Text of a service is data: it is shown through stand-ins for what could move the cursor.
    init(_ text: String, color: Style.Color = .plain) {
      self.text = SafeText.of(text)
      self.color = color
    }
  }

  let columns: [Column]
  var rows: [[Cell]] = []
  private static let gap = "  "
  /// Columns are not made narrower than this to fit a terminal.
  private static let narrowest = 8

  /// The table's text; `width` is the terminal's, nil where lines may have any length.
  func text(width: Int?, isColored: Bool) -> String {
    let widths = fitted(naturalWidths(), into: width)
    var text = line(columns.map { Cell($0.title) }, widths: widths, isColored: false)
    for row in rows { text += line(row, widths: widths, isColored: isColored) }
    return text
  }

  private func naturalWidths() -> [Int] {
    var widths = columns.map { Self.width($0.title) }
    for row in rows {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], Self.width(cell.text)) }
    }
    return widths
  }

  /// Takes from the widest column until the line fits.
  private func fitted(_ natural: [Int], into width: Int?) -> [Int] {
    guard let width else { return natural }
    var widths = natural
    var excess = widths.reduce(0, +) + Self.gap.count * (widths.count - 1) - width
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > Self.narrowest
    {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [Cell], widths: [Int], isColored: Bool) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += Self.gap }
      let text = Self.cut(cell.text, to: widths[index])
      let padding = String(repeating: " ", count: max(0, widths[index] - Self.width(text)))
      let shown = isColored ? Self.colored(text, cell.color) : text
      let isLast = index == cells.count - 1
      line += columns[index].isNumber ? padding + shown : isLast ? shown : shown + padding
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  /// Cells that a safe text takes.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + max(0, TextWidth.of($1)) }
  }

  private static func cut(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += max(0, TextWidth.of(scalar))
      if used > limit - 1 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  private static func colored(_ text: String, _ color: Style.Color) -> String {
    let code: Int
    switch color {
    case .plain: return text
    case .red: code = 31
    case .green: code = 32
    case .yellow: code = 33
    case .blue: code = 34
    case .magenta: code = 35
    case .cyan: code = 36
    }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
