import Crypto
package import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// A certificate and its key as the appliance presents them.
///
/// Self-signed by default, as a fresh installation makes it: P-256, for 127.0.0.1 and localhost.
package struct ApplianceCertificate: Sendable {
  package let subject: String
  package let issuer: String
  package let serialNumber: String
  package let validFrom: Date
  package let validBy: Date
  package let isSelfMade: Bool

  /// The DER bytes of the leaf.
  package let der: [UInt8]
  package let keyAlgorithm: String
  package let keySize: Int
  let chain: [NIOSSLCertificate]
  let key: NIOSSLPrivateKey

  /// How long a certificate made here is valid unless told otherwise: short enough that its end shows on a panel.
  package static let defaultDays = 210

  /// SHA-256 of the DER bytes, as `AB:CD:…`.
  package var fingerprint: String { Self.colonHex(SHA256.hash(data: der)) }

  /// SHA-1 of the DER bytes without separators: what the product calls the thumbprint.
  package var thumbprint: String {
    Insecure.SHA1.hash(data: der).map { Self.hex($0) }.joined()
  }

  /// Makes a new key and certificate, valid from an hour before `now`.
  package static func selfSigned(now: Date, validBy: Date? = nil) throws -> ApplianceCertificate {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName {
      OrganizationName("Simulated appliance")
      CommonName("appliance.localhost")
    }
    let from = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - 3600).rounded(.down))
    let by = validBy ?? from.addingTimeInterval(Double(defaultDays) * 86_400)
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: .init(key.publicKey),
      notValidBefore: from,
      notValidAfter: by,
      issuer: name,
      subject: name,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
        SubjectAlternativeNames([
          .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
        ])
      },
      issuerPrivateKey: .init(key)
    )
    let der = try certificate.serializeAsPEM().derBytes
    return ApplianceCertificate(
      subject: "\(name)",
      issuer: "\(name)",
      serialNumber: certificate.serialNumber.bytes.map(hex).joined(),
      validFrom: from,
      validBy: by,
      isSelfMade: true,
      der: der,
      keyAlgorithm: "ECDSA",
      keySize: 256,
      chain: [try NIOSSLCertificate(bytes: der, format: .der)],
      key: try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem)
    )
  }

  /// Reads an uploaded PFX (PKCS #12) bundle.
  ///
  /// - Throws: What the TLS library says when the bundle or its password is wrong.
  package static func bundle(_ bytes: [UInt8], password: String) throws -> ApplianceCertificate? {
    let bundle = try NIOSSLPKCS12Bundle(buffer: bytes, passphrase: Array(password.utf8))
    guard let leaf = bundle.certificateChain.first else { return nil }
    let der = try leaf.toDERBytes()
    let certificate = try Certificate(derEncoded: der)
    let isElliptic = P256.Signing.PublicKey(certificate.publicKey) != nil
    return ApplianceCertificate(
      subject: "\(certificate.subject)",
      issuer: "\(certificate.issuer)",
      serialNumber: certificate.serialNumber.bytes.map(hex).joined(),
      validFrom: certificate.notValidBefore,
      validBy: certificate.notValidAfter,
      isSelfMade: false,
      der: der,
      keyAlgorithm: isElliptic ? "ECDSA" : "RSA",
      keySize: isElliptic ? 256 : 2048,
      chain: bundle.certificateChain,
      key: bundle.privateKey
    )
  }

  private static func colonHex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map(hex).joined(separator: ":")
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0\(digits)" : digits
  }
}
