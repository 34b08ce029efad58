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

  /// Whether account `index` has `needle` (lower-cased UTF-8) in its id, name or e-mail.
  package func contains(_ needle: [UInt8], at index: Int) -> Bool {
    Self.find(needle, in: bytes, from: bounds[index], to: bounds[index + 1])
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
    let haystack = folded(text)
    return find(needle, in: haystack, from: 0, to: haystack.count)
  }

  private mutating func append(_ text: String) {
    bytes.append(0)
    bytes.append(contentsOf: Self.folded(text))
  }

  private static func find(_ needle: [UInt8], in haystack: [UInt8], from start: Int, to end: Int) -> Bool {
    guard let first = needle.first, needle.count <= end - start else { return needle.isEmpty }
    return haystack.withUnsafeBufferPointer { hay in
      needle.withUnsafeBufferPointer { wanted in
        var position = start
        let last = end - wanted.count
        while position <= last {
          if hay[position] == first {
            var offset = 1
            while offset < wanted.count, hay[position + offset] == wanted[offset] { offset += 1 }
            if offset == wanted.count { return true }
          }
          position += 1
        }
        return false
      }
    }
  }
}
