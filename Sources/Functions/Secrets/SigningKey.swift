import Crypto
import FoundationEssentials

/// One version of the signing key, from which external ids are derived and by which physical ids are proven ours.
///
/// Each use has a key of its own, derived from this one (HKDF, RFC 5869), so that nothing made for one is good for another.
package struct SigningKey: Sendable {
  /// A shorter secret was not made by the Lambdas stack.
  private static let shortest = 32

  /// The id of the secret's version; it changes with the key, and names it exactly.
  package let version: String
  private let secret: SymmetricKey

  /// Takes the text that the secret holds.
  ///
  /// - Throws: ``SecretFault/malformed(needs:)`` when it is too short to be a key.
  package init(version: String, text: String) throws(SecretFault) {
    guard text.utf8.count >= Self.shortest else { throw .malformed(needs: "a key of \(Self.shortest) characters") }
    self.version = version
    secret = SymmetricKey(data: Data(text.utf8))
  }

  /// The physical id of the resource that `fields` tell from all others.
  package func physicalID(_ scheme: PhysicalID.Scheme, _ fields: [String]) -> PhysicalID {
    let code = HMAC<SHA256>.authenticationCode(for: Self.joined(fields), using: codeKey(scheme))
    return PhysicalID(scheme: scheme, keyVersion: version, code: code.map(\.hexadecimal).joined())
  }

  /// Whether `id` is the one that this key makes of `fields`; takes equally long for every wrong one.
  package func proves(_ id: PhysicalID, _ fields: [String]) -> Bool {
    guard id.keyVersion == version, let code = [UInt8](hexadecimal: id.code) else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(
      code,
      authenticating: Self.joined(fields),
      using: codeKey(id.scheme)
    )
  }

  /// A stream of bytes that `fields` and `use` determine, one block of it.
  func bytes(_ use: String, _ fields: [String], block: Int) -> [UInt8] {
    derived(use, fields + [String(block)], count: 64).withUnsafeBytes { Array($0) }
  }

  private func codeKey(_ scheme: PhysicalID.Scheme) -> SymmetricKey {
    derived("physical-id", [scheme.rawValue], count: 32)
  }

  private func derived(_ use: String, _ fields: [String], count: Int) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: secret,
      salt: Data("rolecall/1".utf8),
      info: Self.joined([use] + fields),
      outputByteCount: count
    )
  }

  /// Each field behind its length, so that no two lists of fields come to the same bytes.
  private static func joined(_ fields: [String]) -> Data {
    var data = Data()
    for field in fields {
      withUnsafeBytes(of: UInt32(field.utf8.count).bigEndian) { data.append(contentsOf: $0) }
      data.append(contentsOf: field.utf8)
    }
    return data
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "SigningKey" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UInt8 {
  fileprivate var hexadecimal: String { (self < 16 ? "0" : "") + String(self, radix: 16) }
}

extension [UInt8] {
  fileprivate init?(hexadecimal text: String) {
    let digits = [UInt8](text.utf8)
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      let pair = digits[start..<Swift.min(start + 2, digits.count)]
      guard pair.count == 2, let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    self = bytes
  }
}
