/// Makes text of a service harmless: nothing in it moves the cursor, ends the line or turns the writing direction.
///
/// Control and bidirectional characters become visible stand-ins. Emoji sequences are taken apart, since terminals
/// disagree about how wide they are. The result holds only characters of a known width, and marks that join them.
package enum SafeText {
  /// The harmless form of `text`, without a limit.
  package static func of(_ text: String, glyphs: Glyphs = .unicode) -> String {
    if isPlain(text) { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for cell in CellText(text, glyphs: glyphs) { result += cell.text }
    return result
  }

  /// Whether all of it is printable ASCII, as nearly everything is.
  static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

  /// What becomes of one scalar.
  enum Form {
    /// A character that takes this many cells.
    case spacing(Unicode.Scalar, width: Int)
    /// Joins the character before it.
    case mark(Unicode.Scalar)
    case nothing
  }

  static func form(of scalar: Unicode.Scalar, glyphs: Glyphs) -> Form {
    if (0x20..<0x7F).contains(scalar.value) { return .spacing(scalar, width: 1) }
    let form = unicodeForm(of: scalar)
    guard glyphs == .ascii else { return form }
    switch form {
    case .spacing(let shown, _): return .spacing(shown.isASCII ? shown : "?", width: 1)
    case .mark, .nothing: return .nothing
    }
  }

  private static func unicodeForm(of scalar: Unicode.Scalar) -> Form {
    switch scalar.value {
    case 0x00..<0x20: .spacing(Unicode.Scalar(UInt16(0x2400 + scalar.value)) ?? replacement, width: 1)
    case 0x7F: .spacing("\u{2421}", width: 1)
    case 0x80..<0xA0: .spacing(replacement, width: 1)
    case 0xAD: .spacing("-", width: 1)  // soft hyphen: drawn or not, as the terminal likes
    case 0x2028, 0x2029: .spacing("\u{2424}", width: 1)
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .spacing(replacement, width: 1)
    case 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB: .spacing(replacement, width: 1)
    // Joiners, variation selectors, skin tones and tags change how wide some terminals draw their neighbours.
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x1F3FB...0x1F3FF, 0xE0000...0xE007F: .nothing
    // A flag is two of these, drawn one, two or four cells wide: its letters are sure.
    case 0x1F1E6...0x1F1FF: .spacing(Unicode.Scalar(UInt8(0x41 + scalar.value - 0x1F1E6)), width: 1)
    default: measured(scalar)
    }
  }

  private static func measured(_ scalar: Unicode.Scalar) -> Form {
    switch TextWidth.of(scalar) {
    case 0: .mark(scalar)
    case let width where width > 0: .spacing(scalar, width: width)
    default: .spacing(replacement, width: 1)
    }
  }

  private static let replacement: Unicode.Scalar = "\u{FFFD}"
}
