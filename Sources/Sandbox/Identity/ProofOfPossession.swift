import Crypto
import FoundationEssentials

/// A DPoP proof: a token signed with the key it carries, made for one request.
///
/// Source: RFC 9449, sections 4.2 and 4.3.
struct ProofOfPossession: Sendable {
  /// The public key's two coordinates: who sends the same key is the same client.
  let keyID: String
  let id: String
  private let claims: Claims

  private struct Header: Decodable {
    let typ: String
    let alg: String
    let jwk: Key

    struct Key: Decodable {
      let kty: String
      let crv: String
      let x: String
      let y: String
    }
  }

  private struct Claims: Decodable {
    let htm: String
    let htu: String
    let iat: Double
    let jti: String
  }

  /// Reads and verifies `text`; nil when it is no proof or its signature is wrong.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3,
      let header = Self.decoded(Header.self, parts[0]), let claims = Self.decoded(Claims.self, parts[1]),
      header.typ == "dpop+jwt", header.alg == "ES256", header.jwk.kty == "EC", header.jwk.crv == "P-256",
      let x = Self.bytes(header.jwk.x[...]), let y = Self.bytes(header.jwk.y[...]), let raw = Self.bytes(parts[2]),
      let key = try? P256.Signing.PublicKey(rawRepresentation: x + y),
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw),
      key.isValidSignature(signature, for: Data("\(parts[0]).\(parts[1])".utf8))
    else { return nil }
    keyID = "\(header.jwk.x).\(header.jwk.y)"
    id = claims.jti
    self.claims = claims
  }

  /// Whether it was made for this request, within five minutes of `now`.
  func isFor(_ method: String, _ address: String, now: Date) -> Bool {
    claims.htm == method && claims.htu == address && abs(claims.iat - now.timeIntervalSince1970) <= 300
  }

  private static func decoded<Value: Decodable>(_ type: Value.Type, _ part: Substring) -> Value? {
    bytes(part).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }

  /// Base 64 with the URL's alphabet and no padding.
  private static func bytes(_ text: Substring) -> Data? {
    var standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    standard += String(repeating: "=", count: (4 - standard.count % 4) % 4)
    return Data(base64Encoded: standard)
  }
}
