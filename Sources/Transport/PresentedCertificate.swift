package import FoundationEssentials
import NIOSSL

/// What a server's own certificate says; nothing of it is verified.
package struct PresentedCertificate: Hashable, Sendable {
  package let fingerprint: CertificateFingerprint
  /// As in `CN=appliance, O=Example`; empty where the certificate names nobody.
  package let subject: String
  package let issuer: String
  package let notBefore: Date
  package let notAfter: Date
  package let der: [UInt8]

  package init?(der: [UInt8]) {
    do {
      try self.init(NIOSSLCertificate(bytes: der, format: .der))
    } catch {
      return nil
    }
  }

  init(_ certificate: NIOSSLCertificate) throws {
    der = try certificate.toDERBytes()
    fingerprint = CertificateFingerprint(der: der)
    notBefore = Date(timeIntervalSince1970: Double(certificate.notValidBefore))
    notAfter = Date(timeIntervalSince1970: Double(certificate.notValidAfter))
    let names = CertificateNames(der: der)
    subject = names?.subject ?? ""
    issuer = names?.issuer ?? ""
  }
}
