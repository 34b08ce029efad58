/// Reads one JSON value (RFC 8259); nil from any method means that the text is not JSON.
struct JSONTextParser {
  private static let depthLimit = 64

  private var rest: ArraySlice<UInt8>

  init(bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.allSatisfy(Self.isSpace) }

  mutating func value(depth: Int) -> JSONText? {
    guard depth < Self.depthLimit else { return nil }
    skipSpace()
    switch rest.first {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSONText.string)
    default: return literal()
    }
  }

  private mutating func object(depth: Int) -> JSONText? {
    guard take("{") else { return nil }
    var members: [JSONText.Member] = []
    if take("}") { return .object(members) }
    repeat {
      skipSpace()
      guard let key = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
      members.append(JSONText.Member(key: key, value: value))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(depth: Int) -> JSONText? {
    guard take("[") else { return nil }
    var values: [JSONText] = []
    if take("]") { return .array(values) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .array(values) : nil
  }

  private mutating func string() -> String? {
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        bytes += Array(String(scalar).utf8)
      default: bytes.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"): return codePoint()
    case let byte?:
      return [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/")].contains(byte) ? Unicode.Scalar(byte) : nil
    case nil: return nil
    }
  }

  private mutating func codePoint() -> Unicode.Scalar? {
    guard let high = codeUnit() else { return nil }
    guard UTF16.isLeadSurrogate(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    guard rest.starts(with: Array("\\u".utf8)) else { return "\u{FFFD}" }
    rest = rest.dropFirst(2)
    guard let low = codeUnit() else { return nil }
    guard UTF16.isTrailSurrogate(low) else { return "\u{FFFD}" }
    return Unicode.Scalar((UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00) + 0x10000)
  }

  private mutating func codeUnit() -> UInt16? {
    let digits = rest.prefix(4)
    guard digits.count == 4, digits.allSatisfy(\.isHexDigit) else { return nil }
    rest = rest.dropFirst(4)
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func literal() -> JSONText? {
    let allowed = Set("+-.0123456789aeflnrstuE".utf8)
    let word = rest.prefix { allowed.contains($0) }
    rest = rest.dropFirst(word.count)
    let text = String(decoding: word, as: UTF8.self)
    return ["true", "false", "null"].contains(text) || Double(text) != nil ? .literal(text) : nil
  }

  /// Consumes that character if it is the next one after any space.
  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func skipSpace() { rest = rest.drop(while: Self.isSpace) }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
