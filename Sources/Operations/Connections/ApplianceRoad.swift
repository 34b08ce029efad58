import Fleet
import FoundationEssentials
import Transport
import Veeam

/// What is read of an appliance, on whichever road it is reached.
protocol ApplianceRoad: Sendable {
  /// Finds out whether the road leads there, with the credential that it uses.
  func open() async throws

  func roles() -> Pages<IAMRole>

  /// What stands beside the registrations: version, API revision, certificate.
  ///
  /// Only after ``open()``.
  func facts() async throws -> ApplianceFacts
}

/// What an appliance says of itself.
struct ApplianceFacts: Hashable, Sendable {
  var version: String?
  var revision: String?
  var certificateExpires: Date?
  /// Why something of it is missing.
  var remark: String?
}

/// From here to the appliance.
struct DirectRoad: ApplianceRoad {
  let appliance: Appliance

  func open() async throws { try await appliance.signIn() }

  func roles() -> Pages<IAMRole> { appliance.roles() }

  func facts() async throws -> ApplianceFacts {
    async let expiry = certificateExpiry()
    var facts = ApplianceFacts()
    do {
      facts.version = try await appliance.systemVersion().version
    } catch let error as ApplianceError {
      // A user who may only look may not see it, and that is no failure.
      facts.remark = "version not read: \(error.sentence)"
    }
    facts.revision = await appliance.version?.rawValue
    facts.certificateExpires = await expiry
    return facts
  }

  private func certificateExpiry() async -> Date? {
    // A decoration: the connection itself has verified the certificate.
    try? await appliance.certificate().notAfter
  }
}
