/// Writes the compact form of a snapshot: numbers of variable length, and every text once, later by its number.
///
/// An organization repeats itself (regions, units, operations, reasons), so a table of texts makes a snapshot of 50,000
/// accounts a few megabytes and lets the reader share the strings too.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []
  private var texts: [String: Int] = [:]
  private var lists: [[String]: Int] = [:]

  mutating func write(_ number: Int) {
    // Zigzag, so that small negative numbers stay small.
    var rest = UInt64(bitPattern: Int64((number << 1) ^ (number >> (Int.bitWidth - 1))))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func write(_ number: Double) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ text: String) {
    if let known = texts[text] {
      write(known + 1)
    } else {
      texts[text] = texts.count
      write(0)
      write(text.utf8.count)
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// A list of texts that others have too, such as a role's permissions: once, later by its number.
  mutating func write(shared list: [String]) {
    if let known = lists[list] {
      write(known + 1)
    } else {
      lists[list] = lists.count
      write(0)
      write(list) { $0.write($1) }
    }
  }

  mutating func write<Value>(_ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  mutating func write<Value>(_ values: [Value], _ body: (inout ByteWriter, Value) -> Void) {
    write(values.count)
    for value in values { body(&self, value) }
  }
}
