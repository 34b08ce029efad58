/// RFC 3986 encoding as AWS asks for it: all but `A-Za-z0-9-_.~`, a space as `%20`, hex digits in upper case.
package enum PercentEncoding {
  /// `text` for a form, a query or one segment of a path.
  package static func encode(_ text: some StringProtocol) -> String { encode(text.utf8) { _ in false } }

  /// A path: its slashes stay.
  static func encode(path: some StringProtocol) -> String { encode(path.utf8) { $0 == UInt8(ascii: "/") } }

  /// Part of a query that may be encoded already: what is encoded stays, the rest is encoded.
  static func complete(_ text: some StringProtocol) -> String {
    encode(text.utf8) { $0 == UInt8(ascii: "%") }
  }

  private static func encode(_ bytes: some Collection<UInt8>, keeping isKept: (UInt8) -> Bool) -> String {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count + bytes.count / 4)
    for byte in bytes {
      if isUnreserved(byte) || isKept(byte) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(digit(byte >> 4))
        encoded.append(digit(byte & 15))
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
