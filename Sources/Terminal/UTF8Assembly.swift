/// Puts typed characters together whose bytes may come apart.
struct UTF8Assembly {
  private var bytes: [UInt8] = []
  private var missing = 0

  mutating func add(_ byte: UInt8) -> [Key] {
    if missing > 0, (0x80...0xBF).contains(byte) {
      bytes.append(byte)
      missing -= 1
      return missing == 0 ? finish() : []
    }
    missing = 0
    bytes = []
    switch byte {
    case 0x00..<0x80: return [Self.key(byte)]
    case 0xC2...0xDF: missing = 1
    case 0xE0...0xEF: missing = 2
    case 0xF0...0xF4: missing = 3
    default: return []
    }
    bytes = [byte]
    return []
  }

  private mutating func finish() -> [Key] {
    defer { bytes = [] }
    guard let text = String(validating: bytes, as: UTF8.self), let character = text.first else { return [] }
    return [.character(character)]
  }

  private static func key(_ byte: UInt8) -> Key {
    switch byte {
    case 0x0D, 0x0A: .enter
    case 0x09: .tab
    case 0x08, 0x7F: .backspace
    case 0x00: .control(" ")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    case 0x1B..<0x20: .control(Character(Unicode.Scalar(byte + 0x40)))
    default: .character(Character(Unicode.Scalar(byte)))
    }
  }
}
