import AWS
import Fleet
import FoundationEssentials
import Transport

/// What one context has learned and need not ask again while the program runs.
actor Session {
  /// How long the walk over all units is good; it takes a call for each, where five a second are allowed.
  private static let unitsLife: TimeInterval = 600

  /// Shorter than the time between refreshes.
  private static let identityLife: TimeInterval = 10

  private let flights = SingleFlight<Hat, CallerIdentity>()
  private var identities: [Hat: (identity: CallerIdentity, at: Date)] = [:]
  private var facts: OrganizationFacts?
  private var walk: (units: [UnitPlace], at: Date)?
  /// Accounts in the last complete listing; nil before the first.
  private(set) var lastCount: Int?

  func facts(_ service: Organizations) async throws -> OrganizationFacts {
    if let facts { return facts }
    let organization = try await service.describeOrganization()
    var roots: [UnitPlace] = []
    for try await page in service.listRoots() {
      for root in page.roots {
        guard let id = OrganizationalUnitID(rawValue: root.id) else { continue }
        roots.append(UnitPlace(path: [id], name: root.name))
      }
    }
    let read = OrganizationFacts(
      id: organization.id,
      managementAccount: organization.masterAccountID.flatMap(AccountID.init),
      roots: roots
    )
    facts = read
    return read
  }

  /// Who we are with that hat on; asked once for readers that ask at the same time, and again for a later refresh.
  func identity(
    of hat: Hat,
    at now: Date,
    _ fetch: @escaping @Sendable () async throws -> CallerIdentity
  ) async throws -> CallerIdentity {
    if let known = identities[hat], now.timeIntervalSince(known.at) < Self.identityLife { return known.identity }
    let identity = try await flights.value(for: hat, fetch)
    identities[hat] = (identity, now)
    return identity
  }

  func remember(count: Int) { lastCount = count }

  /// The units of a walk that is not old.
  func units(at now: Date) -> [UnitPlace]? {
    guard let walk, now.timeIntervalSince(walk.at) < Self.unitsLife else { return nil }
    return walk.units
  }

  func remember(units: [UnitPlace], at now: Date) { walk = (units, now) }
}
