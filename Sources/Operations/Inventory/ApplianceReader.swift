import Fleet
import FoundationEssentials
import Transport
import Veeam

/// Reads what the appliance knows: its role registrations, and beside them version and certificate.
struct ApplianceReader {
  private let connections: Connections
  private let appliance: Appliance
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ connections: Connections, _ tell: @escaping @Sendable (InventoryEvent) -> Void) throws {
    self.connections = connections
    self.tell = tell
    appliance = try connections.appliance()
  }

  func read() async throws {
    async let identity: Void = connections.tellIdentity(of: .backup, for: [.appliance], tell)
    try await appliance.signIn()
    async let expiry = certificateExpiry()
    async let version = version()
    let registrations = try await registrations()
    let (number, remark) = try await version
    let reading = ApplianceReading(
      registrations: registrations,
      version: number,
      revision: await appliance.version?.rawValue,
      certificateExpires: await expiry,
      remarks: [remark].compactMap { $0 }
    )
    await identity
    tell(.appliance(reading, at: connections.now()))
  }

  private func registrations() async throws -> [RoleRegistration] {
    var registrations: [RoleRegistration] = []
    var intern = Interner()
    for try await page in appliance.roles() {
      for role in page.elements { registrations.append(RoleRegistration(role, &intern)) }
      tell(.progress(.appliance, read: registrations.count, expected: page.totalCount))
    }
    return registrations
  }

  /// The product's version, or why not: a user who may only look may not see it, and that is no failure.
  private func version() async throws -> (String?, remark: String?) {
    do {
      return (try await appliance.systemVersion().version, nil)
    } catch let error as ApplianceError {
      return (nil, "version not read: \(error.sentence)")
    }
  }

  private func certificateExpiry() async -> Date? {
    // A decoration: the connection itself has verified the certificate.
    try? await appliance.certificate().notAfter
  }
}

extension RoleRegistration {
  init(_ role: IAMRole, _ intern: inout Interner) {
    let account = role.accountId.flatMap(AccountID.init)
    self.init(
      id: role.id,
      name: role.name,
      account: account,
      roleName: intern(role.roleName ?? ""),
      purpose: RegistrationName.purpose(in: role.name, account: account),
      description: intern(role.description),
      permissions: intern(role.accountPermissions)
    )
  }
}
