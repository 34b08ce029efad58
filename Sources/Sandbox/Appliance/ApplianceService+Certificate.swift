import FoundationEssentials

extension ApplianceService {
  /// Both spellings of the path: the texts disagree.
  static let certificateRoutes = [
    ApplianceRoute("GET", "/settings/certificate", .portalAdministrator) { service, _ in service.listCertificates() },
    ApplianceRoute("GET", "/settings/certificates", .portalAdministrator) { service, _ in service.listCertificates() },
    ApplianceRoute("POST", "/settings/certificates/regenerate", .portalAdministrator) {
      try $0.regenerateCertificate($1)
    },
    ApplianceRoute("POST", "/settings/certificates/upload", .portalAdministrator) { try $0.uploadCertificate($1) },
  ]

  private struct RegenerateSpec: Decodable { let validBy: String? }

  private func listCertificates() -> LoopbackReply {
    let certificate = certificate.current
    return .json(
      ApplianceWire.CertificateList(data: [
        .init(
          thumbprint: certificate.thumbprint,
          serialNumber: certificate.serialNumber,
          keyAlgorithm: certificate.keyAlgorithm,
          keySize: String(certificate.keySize),
          subject: certificate.subject,
          issuedTo: certificate.subject,
          issuedBy: certificate.issuer,
          validFrom: ApplianceTime.text(certificate.validFrom, zoned: options.zonedTimes),
          validBy: ApplianceTime.text(certificate.validBy, zoned: options.zonedTimes),
          automaticallyGenerated: certificate.isSelfMade
        )
      ])
    )
  }

  private func regenerateCertificate(_ call: ApplianceCall) throws -> LoopbackReply {
    var end: Date?
    if let text = try call.body(RegenerateSpec.self).validBy {
      let limit = Date() + .seconds(100 * 365 * 86_400)
      guard let date = ApplianceTime.date(text), date > Date(), date < limit else {
        throw ApplianceProblem.invalid("validBy is not valid.")
      }
      end = date
    }
    // By the system's clock, not the world's: clients check it against theirs.
    certificate.replace(with: try .selfSigned(now: Date(), validBy: end))
    return restart()
  }

  private func uploadCertificate(_ call: ApplianceCall) throws -> LoopbackReply {
    guard let parts = MultipartForm(contentType: call.request.header("content-type") ?? "", body: call.request.body)
    else { throw ApplianceProblem.invalid("The body must be multipart/form-data.") }
    guard let file = parts["certificateFile"], let password = parts["certificatePassword"] else {
      throw ApplianceProblem.invalid("certificateFile and certificatePassword are required.")
    }
    do {
      let password = String(decoding: password, as: UTF8.self)
      guard let next = try ApplianceCertificate.bundle(file, password: password) else {
        throw ApplianceProblem.invalid("The file holds no certificate.")
      }
      certificate.replace(with: next)
    } catch let problem as ApplianceProblem {
      throw problem
    } catch {
      throw ApplianceProblem.invalid("The certificate file or its password is not valid.")
    }
    return restart()
  }

  /// The services restart: sessions end, and so does every connection once the answer is out.
  private func restart() -> LoopbackReply {
    tokens.revokeAll()
    return LoopbackReply(status: 202, delivery: .wholeThenRestart)
  }
}
