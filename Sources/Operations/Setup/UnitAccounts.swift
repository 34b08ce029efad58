import AWS
import Fleet

/// The accounts of units and of all units below them.
struct UnitAccounts {
  let site: SetupSite

  func below(_ units: [OrganizationalUnitID]) async throws -> Set<String> {
    let service = Organizations(try site.connections.aws(.organization))
    var open = units.map(\.rawValue)
    var accounts: Set<String> = []
    while let unit = open.popLast() {
      for try await page in service.listAccounts(forParent: unit) { accounts.formUnion(page.accounts.map(\.id)) }
      for try await page in service.listOrganizationalUnits(forParent: unit) {
        open += page.organizationalUnits.map(\.id)
      }
    }
    return accounts
  }
}
