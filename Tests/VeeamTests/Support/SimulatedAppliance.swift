import Sandbox
import TestSupport
import Transport
import Veeam

/// A simulated appliance and what a client needs to speak to it.
struct SimulatedAppliance: Sendable {
  let server: ApplianceServer
  let world: World
  let time: HandClock

  /// Runs `body` with an appliance of its own, within bounds.
  static func run<Value: Sendable>(
    _ options: ApplianceOptions = ApplianceOptions(),
    accounts: Int = 20,
    faults: [Fault] = [],
    _ body: @escaping @Sendable (SimulatedAppliance) async throws -> Value
  ) async throws -> Value {
    let world = World(SandboxOptions(scenario: .healthy, accounts: accounts))
    let server = try await ApplianceServer.start(world: world, options: options, faults: FaultPlan(faults))
    do {
      let appliance = SimulatedAppliance(server: server, world: world, time: HandClock())
      let value = try await withTimeout { try await body(appliance) }
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }

  /// A client that trusts the appliance's present certificate, and waits without losing time.
  func client(
    user role: Sandbox.PortalUser.Role = .portalAdministrator,
    version: APIVersion? = nil
  ) async throws -> Appliance {
    let users = await world.portalUsers()
    guard let user = users.first(where: { $0.role == role && !$0.hasMFA }) else { throw NobodyThere() }
    return try client(ApplianceCredential(username: user.name, password: user.password), version: version)
  }

  func client(_ credential: ApplianceCredential, version: APIVersion? = nil) throws -> Appliance {
    guard let fingerprint = CertificateFingerprint(server.fingerprint) else { throw NobodyThere() }
    return Appliance(
      address: try ApplianceAddress(url: server.url),
      configuration: .init(trust: .pinned([fingerprint])),
      version: version,
      timepiece: time.hasty
    ) { credential }
  }

  private struct NobodyThere: Error {}
}

/// All elements of a list, and how many pages they came in.
func collect<Item>(_ list: Pages<Item>) async throws -> (items: [Item], pages: Int) {
  var items: [Item] = []
  var pages = 0
  for try await page in list {
    items += page.elements
    pages += 1
  }
  return (items, pages)
}
