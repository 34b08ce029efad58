import Crypto

/// The SHA-256 digest of a certificate's DER form, written `AB:CD:…` as appliances and browsers show it.
package struct CertificateFingerprint: Hashable, Sendable, CustomStringConvertible {
  /// Thirty-two bytes.
  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// The digest of a certificate.
  package init(der: [UInt8]) { bytes = Array(SHA256.hash(data: der)) }

  /// Reads 64 hex digits, with or without colons, spaces or dashes between them, in either case.
  package init?(_ text: String) {
    let digits = text.filter { !":- ".contains($0) }
    guard digits.utf8.count == 64, digits.utf8.allSatisfy(\.isHexDigit) else { return nil }
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

  /// As machines take it: 64 digits in lower case, nothing between them.
  package var hexadecimal: String {
    bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }

  /// Whether this is one of `pins`, in a time that says nothing about where they differ.
  func isAmong(_ pins: [CertificateFingerprint]) -> Bool {
    pins.reduce(false) { found, pin in
      let difference = zip(bytes, pin.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
      return found || difference == 0
    }
  }
}

extension UInt8 {
  var isHexDigit: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}
