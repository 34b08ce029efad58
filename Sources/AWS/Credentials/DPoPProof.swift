import Crypto
import FoundationEssentials

/// Shows that the sender of a request holds the private key that a sign-in was bound to.
///
/// Source: RFC 9449, section 4.2; botocore's `_build_dpop_header` (read 2026-11).
struct DPoPProof: Sendable {
  private let key: P256.Signing.PrivateKey

  /// Reads the key of a session file: P-256 in PEM, either of its two forms.
  init?(pem: String) {
    guard let key = try? P256.Signing.PrivateKey(pemRepresentation: pem) else { return nil }
    self.key = key
  }

  /// The value of the `DPoP` header, or nil when the key does not sign.
  func header(method: String, address: String, at now: Date, id: UUID = UUID()) -> String? {
    let point = key.publicKey.rawRepresentation
    let head = Head(jwk: .init(x: Self.text(point.prefix(32)), y: Self.text(point.suffix(32))))
    let claims = Claims(
      htm: method,
      htu: address,
      iat: Int(now.timeIntervalSince1970),
      jti: id.uuidString.lowercased()
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let head = try? encoder.encode(head), let claims = try? encoder.encode(claims) else { return nil }
    let signed = "\(Self.text(head)).\(Self.text(claims))"
    guard let signature = try? key.signature(for: Data(signed.utf8)) else { return nil }
    return "\(signed).\(Self.text(signature.rawRepresentation))"
  }

  /// Base 64 in the alphabet for addresses, without padding.
  private static func text(_ bytes: Data) -> String {
    String(
      bytes.base64EncodedString().compactMap { character in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      }
    )
  }
}

private struct Head: Encodable {
  struct Key: Encodable {
    var kty = "EC"
    var crv = "P-256"
    let x: String
    let y: String
  }

  var typ = "dpop+jwt"
  var alg = "ES256"
  let jwk: Key
}

private struct Claims: Encodable {
  let htm: String
  let htu: String
  let iat: Int
  let jti: String
}
