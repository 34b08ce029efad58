/// Turns what ncurses reads into keys: text, escape sequences it does not know, pastes, clicks.
///
/// Keeps what is not complete yet for the next batch. Time is handed in.
package struct KeyDecoder {
  package typealias Instant = ContinuousClock.Instant

  /// More than this of one paste is read but not kept.
  package static let pasteLimit = 64 * 1024

  private var text = UTF8Assembly()
  private var paste: [UInt8]?
  private var clicks = ClickReader()

  package init() {}

  package var isPasting: Bool { paste != nil }

  /// Decodes one batch: everything that was waiting when it was read.
  ///
  /// An escape at the end of a batch is the key; one with something after it begins a sequence, or is Alt.
  package mutating func decode(_ codes: [KeyCode], at now: Instant) -> [Key] {
    var keys: [Key] = []
    var rest = codes[...]
    while let code = rest.popFirst() {
      if paste != nil {
        keys += collect(code)
        continue
      }
      switch code {
      case .byte(0x1B): keys += escape(&rest, at: now)
      case .byte(let byte): keys += text.add(byte)
      case .key(let key): keys.append(key)
      case .pasteBegin: paste = []
      case .pasteEnd: break
      case .mouse(let event, let row, let column): keys += clicks.read(event, row: row, column: column, at: now)
      }
    }
    return keys
  }

  /// Ends a paste whose end has not come: what was read is one.
  package mutating func endPaste() -> [Key] {
    guard let bytes = paste else { return [] }
    paste = nil
    return bytes.isEmpty ? [] : [.paste(Self.pasted(bytes))]
  }

  // MARK: Paste

  private mutating func collect(_ code: KeyCode) -> [Key] {
    switch code {
    case .pasteEnd: return endPaste()
    case .byte(let byte): keep(byte)
    case .key(.enter): keep(0x0A)
    case .key, .mouse, .pasteBegin: break
    }
    return []
  }

  private mutating func keep(_ byte: UInt8) {
    guard let count = paste?.count, count < Self.pasteLimit else { return }
    paste?.append(byte)
  }

  /// A paste as text: one kind of line end, and no control characters but that and the tab.
  private static func pasted(_ bytes: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    var lastWasReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0D: scalars.append("\n")
      case 0x0A: if !lastWasReturn { scalars.append("\n") }
      case 0x09: scalars.append("\t")
      case 0x00..<0x20, 0x7F..<0xA0: break
      default: scalars.append(scalar)
      }
      lastWasReturn = scalar.value == 0x0D
    }
    return String(scalars)
  }

  // MARK: Escape sequences

  private mutating func escape(_ rest: inout ArraySlice<KeyCode>, at now: Instant) -> [Key] {
    guard case .byte(let byte)? = rest.first else { return [.escape] }
    switch byte {
    case UInt8(ascii: "["):
      rest.removeFirst()
      return controlSequence(&rest, at: now)
    case UInt8(ascii: "O"):
      rest.removeFirst()
      guard case .byte(let final)? = rest.popFirst() else { return [.alt("O")] }
      return Self.key(final: final, parameter: nil).map { [$0] } ?? []
    case 0x21...0x7E:
      rest.removeFirst()
      return [.alt(Character(Unicode.Scalar(byte)))]
    default:
      return [.escape]
    }
  }

  /// `ESC [ parameters final`.
  ///
  /// An unknown one is dropped whole, so that it never turns into typed letters.
  private mutating func controlSequence(_ rest: inout ArraySlice<KeyCode>, at now: Instant) -> [Key] {
    var body: [UInt8] = []
    while case .byte(let byte)? = rest.first, (0x20...0x7E).contains(byte) {
      rest.removeFirst()
      guard byte >= 0x40 else {
        body.append(byte)
        continue
      }
      if body.first == UInt8(ascii: "<") { return mouse(body.dropFirst(), isPress: byte == UInt8(ascii: "M"), at: now) }
      return Self.key(final: byte, parameter: Self.numbers(body[...]).first ?? nil).map { [$0] } ?? []
    }
    return body.isEmpty ? [.alt("[")] : []
  }

  /// Arrows and their like, with or without modifiers, from terminals that another description fits.
  private static func key(final: UInt8, parameter: Int?) -> Key? {
    switch (final, parameter) {
    case (UInt8(ascii: "A"), _): .up
    case (UInt8(ascii: "B"), _): .down
    case (UInt8(ascii: "C"), _): .right
    case (UInt8(ascii: "D"), _): .left
    case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), 1), (UInt8(ascii: "~"), 7): .home
    case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), 4), (UInt8(ascii: "~"), 8): .end
    case (UInt8(ascii: "Z"), _): .backTab
    case (UInt8(ascii: "M"), nil): .enter
    case (UInt8(ascii: "P"), nil), (UInt8(ascii: "~"), 11): .function(1)
    case (UInt8(ascii: "Q"), nil), (UInt8(ascii: "~"), 12): .function(2)
    case (UInt8(ascii: "R"), nil), (UInt8(ascii: "~"), 13): .function(3)
    case (UInt8(ascii: "S"), nil), (UInt8(ascii: "~"), 14): .function(4)
    case (UInt8(ascii: "~"), 2): .insert
    case (UInt8(ascii: "~"), 3): .delete
    case (UInt8(ascii: "~"), 5): .pageUp
    case (UInt8(ascii: "~"), 6): .pageDown
    default: nil
    }
  }

  /// A mouse report in the SGR form, where the terminal's description speaks of the old form only.
  private mutating func mouse(_ body: ArraySlice<UInt8>, isPress: Bool, at now: Instant) -> [Key] {
    let numbers = Self.numbers(body).compactMap(\.self)
    guard numbers.count == 3 else { return [] }
    let event: KeyCode.Mouse
    switch numbers[0] {
    case 0: event = isPress ? .press : .release
    case 64: event = .scrollUp
    case 65: event = .scrollDown
    default: return []
    }
    return clicks.read(event, row: numbers[2] - 1, column: numbers[1] - 1, at: now)
  }

  private static func numbers(_ body: ArraySlice<UInt8>) -> [Int?] {
    body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) }
  }
}
