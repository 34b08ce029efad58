/// Which accounts the roles are meant for, and what becomes of each, as a scenario wants it.
struct SitePlan {
  /// An account that the roles were meant for, and what became of it.
  struct Site: Sendable {
    let account: AccountRecord
    /// The unit through which it was targeted.
    let target: String
    let fate: Fate
  }

  let scenario: Scenario
  let organization: OrganizationRecord
  /// Units that the roles are deployed to.
  let targets: [String]

  /// In the organization's order.
  func sites() -> [Site] {
    let targeted = targets.compactMap { id -> (String, Set<Int>)? in
      organization.unitIndex(id).map { (id, Set(organization.accountsBelow(unit: $0))) }
    }
    var sites: [Site] = []
    for (index, account) in organization.accounts.enumerated() where account.id != organization.managementAccount {
      if let target = targeted.first(where: { $0.1.contains(index) })?.0 {
        sites.append(Site(account: account, target: target, fate: fate(number: index)))
      } else if let target = targets.last, isLeftBehind(account, number: index) {
        sites.append(Site(account: account, target: target, fate: account.state == .active ? .deployed : .skipped))
      }
    }
    return sites
  }

  private func fate(number: Int) -> Fate {
    switch scenario {
    case .drifted: Fate.drifted(number)
    case .onboarding: number % 29 == 11 ? .failed(.nameReserved) : .deployed
    case .healthy, .orphans, .throttled, .huge, .names, .halfRotated, .fresh: .deployed
    }
  }

  /// Whether an account outside the targets has kept what it was given while it was inside.
  private func isLeftBehind(_ account: AccountRecord, number: Int) -> Bool {
    switch scenario {
    case .drifted, .orphans: account.state != .active || number % 3 == 0
    case .healthy, .onboarding, .throttled, .huge, .names, .halfRotated, .fresh: false
    }
  }
}
