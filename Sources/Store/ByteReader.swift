/// Reads what ``ByteWriter`` wrote; whatever does not fit is an error, never a trap: the file may be damaged.
struct ByteReader {
  /// The bytes end early, or say something that cannot be.
  struct Malformed: Error {}

  private let bytes: [UInt8]
  private var position = 0
  private var texts: [String] = []
  private var lists: [[String]] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number() throws(Malformed) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < bytes.count, shift < 64 else { throw Malformed() }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { break }
      shift += 7
    }
    return Int(truncatingIfNeeded: Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
  }

  mutating func flag() throws(Malformed) -> Bool {
    guard position < bytes.count, bytes[position] < 2 else { throw Malformed() }
    defer { position += 1 }
    return bytes[position] == 1
  }

  mutating func double() throws(Malformed) -> Double {
    guard position + 8 <= bytes.count else { throw Malformed() }
    var pattern: UInt64 = 0
    for offset in 0..<8 { pattern |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
    position += 8
    return Double(bitPattern: pattern)
  }

  mutating func text() throws(Malformed) -> String {
    let index = try number()
    if index > 0 {
      guard index <= texts.count else { throw Malformed() }
      return texts[index - 1]
    }
    let count = try number()
    guard index == 0, count >= 0, count <= bytes.count - position else { throw Malformed() }
    let text = String(decoding: bytes[position..<(position + count)], as: UTF8.self)
    position += count
    texts.append(text)
    return text
  }

  mutating func sharedList() throws(Malformed) -> [String] {
    let index = try number()
    if index > 0 {
      guard index <= lists.count else { throw Malformed() }
      return lists[index - 1]
    }
    guard index == 0 else { throw Malformed() }
    let list = try array { reader throws(Malformed) in try reader.text() }
    lists.append(list)
    return list
  }

  mutating func optional<Value>(
    _ body: (inout ByteReader) throws(Malformed) -> Value
  ) throws(Malformed) -> Value? {
    try flag() ? try body(&self) : nil
  }

  mutating func array<Value>(
    _ body: (inout ByteReader) throws(Malformed) -> Value
  ) throws(Malformed) -> [Value] {
    let count = try number()
    // Every element takes a byte at least: a count beyond that is damage, not a reason to reserve memory.
    guard count >= 0, count <= bytes.count - position else { throw Malformed() }
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }
}
