import AWS
import Fleet

/// The organization while its pages arrive, in whatever order those of accounts and of units come.
actor OrganizationGrowth {
  private var organization: Organization
  private var gap: AWSError?
  private let expected: Int?
  private let tell: @Sendable (InventoryEvent) -> Void
  /// How many accounts were there when the organization was last shown.
  private var shown = 0

  /// `expected` is how many accounts the last listing had; only the first one is shown while it grows.
  init(_ facts: OrganizationFacts, expected: Int?, _ tell: @escaping @Sendable (InventoryEvent) -> Void) {
    organization = Organization(id: facts.id, managementAccount: facts.managementAccount)
    self.expected = expected
    self.tell = tell
    for root in facts.roots {
      organization.place(path: root.path)
      if let id = root.path.last, let name = root.name { organization.setName(name, of: id) }
    }
  }

  /// Adds accounts whose paths tell their places.
  func add(_ accounts: [Organizations.Account]) {
    add(accounts) { organization, account in
      // `o-…/r-…/ou-…/123456789012/`: the organization first, the account last. Source: API Reference, Account.
      let path = (account.paths?.first ?? "").split(separator: "/").compactMap {
        OrganizationalUnitID(rawValue: String($0))
      }
      return organization.place(path: path)
    }
  }

  /// Adds accounts that were listed right below the last unit of `path`.
  func add(_ accounts: [Organizations.Account], in path: [OrganizationalUnitID]) {
    add(accounts) { organization, _ in organization.place(path: path) }
  }

  func add(_ places: [UnitPlace]) {
    for place in places {
      organization.place(path: place.path)
      if let id = place.path.last, let name = place.name { organization.setName(name, of: id) }
    }
  }

  /// The units could not be read to their end.
  func missed(_ error: AWSError) { gap = error }

  var unitsAreNamed: Bool { organization.units.allSatisfy { $0.name != nil } }

  /// The organization as it was read, and what was missed beside the accounts.
  func finish() -> (Organization, gap: AWSError?) {
    organization.isComplete = true
    return (organization, gap)
  }

  private func add(
    _ accounts: [Organizations.Account],
    place: (inout Organization, Organizations.Account) -> Int?
  ) {
    for account in accounts {
      guard let id = AccountID(rawValue: account.id) else { continue }
      let unit = place(&organization, account)
      let state = AccountState(rawValue: account.standing ?? "")
      organization.append([
        Account(id: id, name: account.name ?? "", email: account.email ?? "", state: state, unit: unit)
      ])
    }
    show()
  }

  /// Shows the first page at once, later ones as the organization has grown by a tenth: each picture is a copy, and
  /// copies of copies of 50,000 accounts would cost more than reading them.
  private func show() {
    let count = organization.accounts.count
    tell(.progress(.organization, read: count, expected: expected))
    guard expected == nil, count > shown + shown / 10 else { return }
    shown = count
    tell(.organizationGrew(organization))
  }
}
