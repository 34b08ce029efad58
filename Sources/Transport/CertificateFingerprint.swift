/// The SHA-256 digest of a certificate's DER form, written `AB:CD:…` as appliances and browsers show it.
package struct CertificateFingerprint: Hashable, Sendable, CustomStringConvertible {
  /// Thirty-two bytes.
  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Reads 64 hex digits, with or without colons, spaces or dashes between them, in either case.
  package init?(_ text: String) {
    let digits = text.filter { !":- ".contains($0) }
    guard digits.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var rest = digits[...]
    while !rest.isEmpty {
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    self.init(bytes: bytes)
  }

  package var description: String {
    bytes.map { byte in
      let hex = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "0" + hex : hex
    }.joined(separator: ":")
  }
}
