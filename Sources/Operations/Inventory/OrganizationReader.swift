import AWS
import Fleet

/// Reads the organization: accounts with their places from one listing, the units' names beside it.
///
/// ListAccounts with `Paths` costs one call for 20 accounts and tells the tree; where `Paths` is missing (older
/// partitions, emulators), the tree is walked parent by parent instead.
struct OrganizationReader {
  private let connections: Connections
  private let service: Organizations
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ connections: Connections, _ tell: @escaping @Sendable (InventoryEvent) -> Void) throws {
    self.connections = connections
    self.tell = tell
    service = Organizations(try connections.aws(.organization))
  }

  func read() async throws {
    let session = connections.session
    async let identity: Void = connections.tellIdentity(of: .organization, for: [.organization], tell)
    let facts = try await session.facts(service)
    let growth = OrganizationGrowth(facts, expected: await session.lastCount, tell)
    if try await !readByPaths(facts, growth) { try await readByParents(facts, growth) }
    let (organization, gap) = await growth.finish()
    await identity
    await session.remember(count: organization.accounts.count)
    tell(.organization(organization, at: connections.now()))
    if let gap { throw gap }
  }

  // MARK: With paths

  /// Lists all accounts while the units are read; false where paths are missing.
  private func readByPaths(_ facts: OrganizationFacts, _ growth: OrganizationGrowth) async throws -> Bool {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var hasPaths: Bool?
      for try await page in service.listAccounts() {
        if hasPaths == nil, let account = page.accounts.first {
          hasPaths = account.paths?.isEmpty == false
          if hasPaths == false { return false }
          group.addTask { try await readUnits(facts, growth) }
        }
        await growth.add(page.accounts)
      }
      try await group.waitForAll()
      return true
    }
  }

  /// Gives the units their names, and finds those that hold no account.
  ///
  /// The accounts are known without it, so its failure is told after them. A walk that is not old is not repeated: it
  /// takes a call for each unit.
  private func readUnits(_ facts: OrganizationFacts, _ growth: OrganizationGrowth) async throws {
    let session = connections.session
    if let places = await session.units(at: connections.now()) {
      await growth.add(places)
      if await growth.unitsAreNamed { return }
    }
    do {
      var walk = UnitWalk()
      let places = try await walk.places(below: facts.roots) { path in
        let places = try await units(below: path)
        await growth.add(places)
        return places
      }
      await session.remember(units: places, at: connections.now())
    } catch let error as AWSError where !error.isCancellation {
      await growth.missed(error)
    }
  }

  // MARK: Without paths

  private func readByParents(_ facts: OrganizationFacts, _ growth: OrganizationGrowth) async throws {
    var walk = UnitWalk()
    _ = try await walk.places(below: facts.roots) { path in
      let places = try await units(below: path)
      await growth.add(places)
      if let parent = path.last {
        for try await page in service.listAccounts(forParent: parent.rawValue) {
          await growth.add(page.accounts, in: path)
        }
      }
      return places
    }
  }

  private func units(below path: [OrganizationalUnitID]) async throws -> [UnitPlace] {
    guard let parent = path.last else { return [] }
    var places: [UnitPlace] = []
    for try await page in service.listOrganizationalUnits(forParent: parent.rawValue) {
      for unit in page.organizationalUnits {
        guard let id = OrganizationalUnitID(rawValue: unit.id) else { continue }
        places.append(UnitPlace(path: path + [id], name: unit.name))
      }
    }
    return places
  }
}
