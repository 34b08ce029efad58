import Crypto
package import FoundationEssentials

/// Six-digit codes that change every 30 seconds (RFC 6238, SHA-1, as authenticator apps make them).
package struct TimedCode: Sendable {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".unicodeScalars)

  private let secret: [UInt8]

  package init(secret: [UInt8]) { self.secret = secret }

  /// The secret of the portal user with this id; fixed, so that a test or a person can make codes for it.
  package init(userID: String) {
    self.init(secret: Array(SHA256.hash(data: Array("portal mfa \(userID)".utf8)).prefix(20)))
  }

  /// The secret in base 32, as it is typed into an app.
  package var secretKey: String {
    var (text, buffer, bits) = ("", 0, 0)
    for byte in secret {
      buffer = buffer << 8 | Int(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.unicodeScalars.append(Self.alphabet[buffer >> bits & 31])
      }
      buffer &= 1 << bits - 1
    }
    if bits > 0 { text.unicodeScalars.append(Self.alphabet[buffer << (5 - bits) & 31]) }
    return text
  }

  /// The code at `date`.
  package func code(at date: Date) -> String { code(counter: UInt64(max(0, date.timeIntervalSince1970)) / 30) }

  /// Whether `code` is the one of now, or of half a minute before or after.
  package func accepts(_ code: String, at date: Date) -> Bool {
    [-30, 0, 30].contains { self.code(at: date.addingTimeInterval($0)) == code }
  }

  private func code(counter: UInt64) -> String {
    let message = (0..<8).reversed().map { UInt8(truncatingIfNeeded: counter >> UInt64($0 * 8)) }
    let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
    let offset = Int(hash[hash.count - 1] & 15)
    let value = hash[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
    let text = String(value % 1_000_000)
    return String(repeating: "0", count: 6 - text.count) + text
  }
}
