/// The lower-cased text of every account in one run of bytes, so that a keystroke of a filter costs one pass over it.
package struct SearchText: Hashable, Sendable {
  private var bytes: [UInt8] = []
  /// `bounds[i] ..< bounds[i + 1]` is account i's text; id, name and e-mail, each behind a zero byte.
  private var bounds: [Int] = [0]

  package init(accounts: [Account]) {
    bytes.reserveCapacity(accounts.count * 64)
    bounds.reserveCapacity(accounts.count + 1)
    for account in accounts {
      append(account.id.rawValue)
      append(account.name)
      append(account.email)
      bounds.append(bytes.count)
    }
  }

  /// Whether each account has `needle` (lower-cased UTF-8) in its id, name or e-mail: one pass over all of them.
  package func texts(containing needle: [UInt8]) -> [Bool] {
    var found = [Bool](repeating: needle.isEmpty, count: bounds.count - 1)
    guard let first = needle.first else { return found }
    bytes.withUnsafeBufferPointer { hay in
      var position = 0
      var index = 0
      while position + needle.count <= hay.count {
        if hay[position] == first, Self.isEqual(needle, hay, at: position) {
          while bounds[index + 1] <= position { index += 1 }
          found[index] = position + needle.count <= bounds[index + 1]
          // Once is enough: on with the next account.
          position = found[index] ? bounds[index + 1] : position + 1
        } else {
          position += 1
        }
      }
    }
    return found
  }

  private static func isEqual(_ needle: [UInt8], _ hay: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    var offset = 1
    while offset < needle.count, hay[position + offset] == needle[offset] { offset += 1 }
    return offset == needle.count
  }

  /// Lower-cased UTF-8 of `text`; plain ASCII, the usual case, without going through characters.
  package static func folded(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { buffer in
      if buffer.allSatisfy({ $0 < 0x80 }) {
        return buffer.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
      }
      return Array(String(decoding: buffer, as: UTF8.self).lowercased().utf8)
    }
  }

  /// Whether `needle` occurs in `text`, both taken lower-cased.
  package static func contains(_ needle: [UInt8], in text: String) -> Bool {
    guard let first = needle.first else { return true }
    return folded(text).withUnsafeBufferPointer { hay in
      guard needle.count <= hay.count else { return false }
      return (0...(hay.count - needle.count)).contains { hay[$0] == first && isEqual(needle, hay, at: $0) }
    }
  }

  private mutating func append(_ text: String) {
    bytes.append(0)
    bytes.append(contentsOf: Self.folded(text))
  }
}
