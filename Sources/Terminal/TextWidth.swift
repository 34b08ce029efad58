internal import CTerminal

/// How many cells text takes.
package enum TextWidth {
  /// Cells of one scalar as the terminal counts them: 0, 1 or 2; -1 for one that has no width.
  package static func of(_ scalar: Unicode.Scalar) -> Int { Int(ct_width(scalar.value)) }

  /// Cells of a text in its harmless form (``SafeText``).
  package static func of(_ text: String) -> Int {
    if SafeText.isPlain(text) { return text.utf8.count }
    return CellText(text, glyphs: .unicode).reduce(0) { $0 + $1.width }
  }

  /// The harmless form of `text`, cut to at most `width` cells; a cut is shown by an ellipsis.
  package static func cut(_ text: String, to width: Int, glyphs: Glyphs = .unicode) -> String {
    guard width > 0 else { return "" }
    if SafeText.isPlain(text), text.utf8.count <= width { return text }
    var cells: [CellText.Element] = []
    var used = 0
    for cell in CellText(text, glyphs: glyphs) {
      if used + cell.width > width {
        if used == width { cells.removeLast() }
        return cells.map(\.text).joined() + glyphs.ellipsis
      }
      cells.append(cell)
      used += cell.width
    }
    return cells.map(\.text).joined()
  }

  /// As ``cut(_:to:glyphs:)``, filled up with spaces to exactly `width` cells.
  package static func fit(_ text: String, to width: Int, glyphs: Glyphs = .unicode) -> String {
    let cut = cut(text, to: width, glyphs: glyphs)
    return cut + String(repeating: " ", count: max(0, width - of(cut)))
  }
}
