/// The external id of one resource: derived, not remembered, so that it can be said again at any time.
///
/// Letters and digits only: AWS would take `+=,.@:/-` too, but these need no quoting anywhere, and the appliance is known to
/// take them. Twenty-four of them hold 142 bits.
struct ExternalID: Hashable, Sendable {
  /// What AWS takes for `sts:ExternalId`.
  static let lengths = 2...1_224

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

  let text: String

  /// Derives the id of the resource `logicalID` of a stack; a longer one begins with the shorter one.
  init(key: SigningKey, stack: StackARN, logicalID: String, length: Int) {
    let count = Self.alphabet.count
    // Bytes of the last, incomplete round would favour the first letters.
    let bound = 256 / count * count
    var text = ""
    var block = 0
    while text.count < length {
      let bytes = key.bytes("external-id", [stack.text, logicalID], block: block).filter { $0 < bound }
      text += String(bytes.prefix(length - text.count).map { Self.alphabet[Int($0) % count] })
      block += 1
    }
    self.text = text
  }
}
