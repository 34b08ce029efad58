import Fleet
package import FoundationEssentials
package import Transport
import Veeam

/// The certificate that an appliance presents, as `trust` prints it; nothing of it is verified.
package struct CertificateRecord: OutputRecord {
  package let url: String
  package let fingerprint: CertificateFingerprint
  package let subject: String
  package let issuer: String
  package let notBefore: Date
  package let notAfter: Date

  /// Reads the certificate in a handshake that is then broken off.
  ///
  /// - Throws: ``OperatorError``.
  package static func read(
    from url: String,
    variables: [String: String],
    within limit: Duration? = nil
  ) async throws -> CertificateRecord {
    do {
      let address = try ApplianceAddress(url: url)
      let proxies = try ProxySettings(environment: variables)
      let certificate = try await CertificateProbe(.init(proxies: proxies)).certificate(
        of: address.origin,
        timeout: limit ?? .seconds(10)
      )
      return CertificateRecord(url: address.description, certificate)
    } catch let error as ApplianceError {
      throw OperatorError(sentence: error.sentence, nextStep: error.nextStep, exitStatus: 2)
    } catch let error as TransportError {
      throw OperatorError(sentence: error.sentence, nextStep: error.nextStep)
    }
  }

  private init(url: String, _ certificate: PresentedCertificate) {
    self.url = url
    fingerprint = certificate.fingerprint
    subject = certificate.subject
    issuer = certificate.issuer
    notBefore = certificate.notBefore
    notAfter = certificate.notAfter
  }

  package func hasFingerprint(_ text: String) -> Bool { CertificateFingerprint(text) == fingerprint }

  /// Whether that context trusts it by its fingerprint.
  package func isPinned(by settings: ApplianceSettings) -> Bool {
    if case .pinned(let pins) = settings.trust { pins.contains(fingerprint) } else { false }
  }

  /// What to write into a context by hand.
  package var configurationText: String { "trust: { sha256: [\"\(fingerprint)\"] }" }

  package var value: OutputValue {
    .object([
      .init("url", .text(url)),
      .init("sha256", .text(fingerprint.description)),
      .init("subject", .text(subject)),
      .init("issuer", .text(issuer)),
      .init("notBefore", OutputValue(notBefore)),
      .init("notAfter", OutputValue(notAfter)),
    ])
  }

  package static let columns = ["url", "sha256", "subject", "issuer", "notBefore", "notAfter"]

  package var cells: [String] {
    [url, fingerprint.description, subject, issuer, Timestamp.text(notBefore), Timestamp.text(notAfter)]
  }
}
