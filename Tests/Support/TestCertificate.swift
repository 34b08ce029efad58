import Crypto
package import FoundationEssentials
package import NIOSSL
import SwiftASN1
import X509

/// A certificate for loopback servers, issued by an authority that nobody else knows.
package struct TestCertificate: Sendable {
  /// The names it holds for; no addresses, so that `127.0.0.1` is a wrong name.
  package static let names = ["localhost", "appliance.test"]

  package let der: [UInt8]
  package let certificate: NIOSSLCertificate
  package let key: NIOSSLPrivateKey
  package let notAfter: Date
  private let authorityPEM: String

  /// Makes new keys and certificates, valid for a day on either side of `moment`.
  package init(validAround moment: Date = Date()) throws {
    let day = 86_400.0
    let from = Date(timeIntervalSince1970: (moment.timeIntervalSince1970 - day).rounded())
    notAfter = from + 2 * day
    let authorityKey = P256.Signing.PrivateKey()
    let authorityName = try DistinguishedName { CommonName("RoleCall test authority") }
    let authority = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: .init(authorityKey.publicKey),
      notValidBefore: from,
      notValidAfter: notAfter,
      issuer: authorityName,
      subject: authorityName,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        KeyUsage(keyCertSign: true)
      },
      issuerPrivateKey: .init(authorityKey)
    )
    let leafKey = P256.Signing.PrivateKey()
    let leaf = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: .init(leafKey.publicKey),
      notValidBefore: from,
      notValidAfter: notAfter,
      issuer: authorityName,
      subject: try DistinguishedName {
        OrganizationName("Example")
        CommonName("appliance.test")
      },
      extensions: try Certificate.Extensions {
        BasicConstraints.notCertificateAuthority
        SubjectAlternativeNames(Self.names.map(GeneralName.dnsName))
      },
      issuerPrivateKey: .init(authorityKey)
    )
    authorityPEM = try authority.serializeAsPEM().pemString
    der = try leaf.serializeAsPEM().derBytes
    certificate = try NIOSSLCertificate(bytes: der, format: .der)
    key = try NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)
  }

  /// What a server needs to show it.
  package var server: TLSConfiguration {
    .makeServerConfiguration(certificateChain: [.certificate(certificate)], privateKey: .privateKey(key))
  }

  /// The authority that issued it, in PEM form.
  package var authority: String { authorityPEM }

  /// Runs `body` with the path of a PEM file that holds the authority.
  package func withAuthorityFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = "\(FileManager.default.temporaryDirectory.path)/authority-\(UUID().uuidString).pem"
    try Data(authorityPEM.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
  }
}
