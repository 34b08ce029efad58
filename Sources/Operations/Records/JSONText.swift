/// Writes ``OutputValue`` as JSON that is safe to show: text never carries a control or a bidirectional character raw.
package struct JSONText {
  private var bytes: [UInt8] = []

  /// The value as JSON, two spaces a level, with a line end behind.
  package static func of(_ value: OutputValue) -> String {
    var writer = JSONText()
    writer.write(value, depth: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The same text as for a list of `elements`, in pieces, each made when the one before was taken: a list of 50,000
  /// accounts is never in memory whole.
  package static func pieces(of elements: some Sequence<OutputValue>, take: (String) throws -> Void) rethrows {
    var writer = JSONText()
    var isEmpty = true
    writer.write("[")
    for element in elements {
      writer.write(isEmpty ? "\n" : ",\n")
      writer.indent(1)
      writer.write(element, depth: 1)
      isEmpty = false
      if writer.bytes.count >= pieceSize { try take(writer.piece()) }
    }
    writer.write(isEmpty ? "]\n" : "\n]\n")
    try take(writer.piece())
  }

  private static let pieceSize = 1 << 16

  private mutating func piece() -> String {
    defer { bytes.removeAll(keepingCapacity: true) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func write(_ value: OutputValue, depth: Int) {
    switch value {
    case .null: write("null")
    case .flag(let flag): write(flag ? "true" : "false")
    case .number(let number): write(String(number))
    case .text(let text): write(quoted: text)
    case .list(let elements):
      write(elements, between: ("[", "]"), depth: depth) { writer, element in
        writer.write(element, depth: depth + 1)
      }
    case .object(let members):
      write(members, between: ("{", "}"), depth: depth) { writer, member in
        writer.write(quoted: member.key)
        writer.write(": ")
        writer.write(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func write<Element>(
    _ elements: [Element],
    between brackets: (String, String),
    depth: Int,
    each: (inout JSONText, Element) -> Void
  ) {
    write(brackets.0)
    for (index, element) in elements.enumerated() {
      write(index == 0 ? "\n" : ",\n")
      indent(depth + 1)
      each(&self, element)
    }
    if !elements.isEmpty {
      write("\n")
      indent(depth)
    }
    write(brackets.1)
  }

  private mutating func indent(_ depth: Int) {
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func write(quoted text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": write("\\\"")
      case "\\": write("\\\\")
      case "\n": write("\\n")
      case "\r": write("\\r")
      case "\t": write("\\t")
      default:
        if scalar.isUnsafeToShow { escape(scalar) } else { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in UTF16.encode(scalar) ?? .init() {
      let digits = String(unit, radix: 16)
      write("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar could move a cursor, end a line or turn text round: all controls (also C1), all format
  /// characters (the bidirectional ones are among them) and the two separators.
  ///
  /// The joiners that emoji and some scripts need are format characters too, and are left alone.
  var isUnsafeToShow: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    if self == "\u{200C}" || self == "\u{200D}" { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
