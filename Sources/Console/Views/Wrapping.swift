import Terminal

/// Breaks text into lines.
enum Wrapping {
  /// Lines of at most `width` cells, broken between words where that is possible; the text's own line ends are kept.
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      wrap(paragraph, width: width)
    }
  }

  private static func wrap(_ paragraph: Substring, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
      for (index, piece) in pieces(of: word, width: width).enumerated() {
        let wanted = TextWidth.of(piece)
        let gap = line.isEmpty || index > 0 ? 0 : 1
        if !line.isEmpty, used + gap + wanted > width {
          lines.append(line)
          line = piece
          used = wanted
        } else {
          line += gap == 1 ? " " + piece : piece
          used += gap + wanted
        }
      }
    }
    return lines + [line]
  }

  /// A word that is wider than a line, cut into pieces that fit.
  private static func pieces(of word: Substring, width: Int) -> [String] {
    guard word.utf8.count > width, TextWidth.of(String(word)) > width else { return [String(word)] }
    var pieces: [String] = []
    var piece = ""
    var used = 0
    for character in word {
      let wanted = TextWidth.of(String(character))
      if used + wanted > width, !piece.isEmpty {
        pieces.append(piece)
        piece = ""
        used = 0
      }
      piece.append(character)
      used += wanted
    }
    return pieces + [piece]
  }
}
