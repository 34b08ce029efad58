/// Random numbers that are the same for the same seed and label, on every machine (SplitMix64).
struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// One stream of its own for each `label`, so that what is drawn for one part never shifts another.
  init(seed: UInt64, label: String) {
    // FNV-1a; Swift's own hashes differ from run to run.
    state = label.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  // MARK: Identifiers in AWS's forms

  mutating func text(_ length: Int, from alphabet: [UInt8]) -> String {
    let units = (0..<length).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
    return String(decoding: units, as: UTF8.self)
  }

  /// Digits and small letters, as in organization and unit ids.
  mutating func slug(_ length: Int) -> String { text(length, from: Alphabet.slug) }

  mutating func accountID() -> String { text(12, from: Alphabet.digits) }

  /// A random UUID (version 4) in lower case.
  mutating func uuid() -> String {
    var hex = Array(text(32, from: Alphabet.hexadecimal).utf8)
    hex[12] = UInt8(ascii: "4")
    hex[16] = Alphabet.hexadecimal[8 + Int(next() % 4)]
    let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return groups.map { String(decoding: hex[$0], as: UTF8.self) }.joined(separator: "-")
  }

  /// An access key id or unique id with its four-letter kind: `AKIA`, `ASIA`, `AIDA`, `AROA`.
  mutating func uniqueID(_ kind: String) -> String { kind + text(16, from: Alphabet.base32) }

  mutating func secretAccessKey() -> String { text(40, from: Alphabet.base64) }

  private enum Alphabet {
    static let digits = Array("0123456789".utf8)
    static let slug = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
    static let hexadecimal = Array("0123456789abcdef".utf8)
    static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  }
}
