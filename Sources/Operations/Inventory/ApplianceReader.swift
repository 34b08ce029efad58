import Fleet
import FoundationEssentials
import Transport
import Veeam

/// Reads what the appliance knows: its role registrations, and beside them version and certificate.
struct ApplianceReader {
  private let connections: Connections
  private let road: any ApplianceRoad
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ connections: Connections, _ tell: @escaping @Sendable (InventoryEvent) -> Void) throws {
    self.connections = connections
    self.tell = tell
    road = try connections.applianceRoad()
  }

  func read() async throws {
    async let identity: Void = connections.tellIdentity(of: .backup, for: [.appliance], tell)
    try await road.open()
    async let facts = road.facts()
    let registrations = try await registrations()
    let found = try await facts
    let reading = ApplianceReading(
      registrations: registrations,
      version: found.version,
      revision: found.revision,
      certificateExpires: found.certificateExpires,
      remarks: [found.remark].compactMap { $0 }
    )
    await identity
    tell(.appliance(reading, at: connections.now()))
  }

  private func registrations() async throws -> [RoleRegistration] {
    var registrations: [RoleRegistration] = []
    var intern = Interner()
    for try await page in road.roles() {
      for role in page.elements { registrations.append(RoleRegistration(role, &intern)) }
      tell(.progress(.appliance, read: registrations.count, expected: page.totalCount))
    }
    return registrations
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
