import FoundationEssentials

extension TemplateValue {
  /// How scalars are written.
  enum Scalars: Sendable {
    case typed
    /// Numbers and booleans as strings, as custom resources get their properties.
    case texts
  }

  /// Compact JSON with the members in their order.
  func json(_ scalars: Scalars = .typed) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, scalars)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], _ scalars: Scalars) {
    switch self {
    case .string(let text): Self.quote(text, to: &bytes)
    case .number(let text) where scalars == .typed && Self.isNumber(text): bytes += text.utf8
    case .number(let text): Self.quote(text, to: &bytes)
    case .boolean(let flag): bytes += (scalars == .typed ? "\(flag)" : "\"\(flag)\"").utf8
    case .null: bytes += "null".utf8
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes, scalars)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes, scalars)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += #"\""#.utf8
      case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
      case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
      case UInt8(ascii: "\r"): bytes += #"\r"#.utf8
      case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
      case 0..<0x20: bytes += "\\u00\(Hexadecimal.text([byte]))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether JSON would take it for a number: YAML also knows `010` and `0x1F`.
  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
  }
}
