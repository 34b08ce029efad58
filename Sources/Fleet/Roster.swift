package import FoundationEssentials

/// The join of organization, stack instances and registrations: what every screen and every command shows.
///
/// A value, made anew after each change of an ``Inventory``; `standings` runs parallel to `organization.accounts`.
package struct Roster: Hashable, Sendable {
  package let organization: Organization
  package let standings: [AccountStanding]
  /// Ordered by account, so that each account's are one slice; those of accounts nobody listed come along.
  package let instances: [StackInstance]
  /// Ordered by account, those without one last.
  package let registrations: [RoleRegistration]
  package let stackSets: [StackSet]
  /// Accounts in the subtree of each unit, parallel to `organization.units`.
  package let unitCounts: [ReadinessCounts]
  package let totals: ReadinessCounts
  /// Roles each account is expected to have; nil when nobody says.
  package let expectedPurposes: [Purpose]?
  /// What was read of each source, for the sentence beside stale rows.
  package let sources: [SourceName: SourceState]

  /// What filters look through.
  package let searchText: SearchText

  /// When a source was read and what is wrong with it.
  package struct SourceState: Hashable, Sendable {
    package let hasValue: Bool
    package let readAt: Date?
    package let problem: SourceProblem?
  }

  package init(inventory: Inventory, expectations: Expectations, now: Date) {
    let organization = inventory.organization.value ?? Organization(id: "")
    let reading = inventory.stackSets.value
    let instances = reading?.instances ?? []
    let registrations = inventory.appliance.value?.registrations ?? []
    let join = Join(
      organization: organization,
      stackSets: reading,
      instances: instances,
      registrations: inventory.appliance.value == nil ? nil : registrations,
      expectations: expectations,
      now: now
    )
    self.organization = organization
    self.instances = instances
    self.registrations = registrations
    searchText = SearchText(accounts: organization.accounts)
    stackSets = reading?.sets ?? []
    expectedPurposes = join.expectedPurposes
    standings = join.standings()
    (unitCounts, totals) = Self.count(organization: organization, standings: standings)
    sources = [
      .organization: Self.state(of: inventory.organization),
      .stackSets: Self.state(of: inventory.stackSets),
      .appliance: Self.state(of: inventory.appliance),
    ]
  }

  // MARK: Looking

  package func instances(of standing: AccountStanding) -> ArraySlice<StackInstance> { instances[standing.instances] }

  package func registrations(of standing: AccountStanding) -> ArraySlice<RoleRegistration> {
    registrations[standing.registrations]
  }

  package func standing(of account: AccountID) -> AccountStanding? {
    organization.index(of: account).map { standings[$0] }
  }

  /// How a registration relates to this organization.
  package enum Belonging: Hashable, Sendable {
    /// Its account is listed.
    case member
    /// Its account is gone or closed, and it carries our mark for this organization.
    case orphan
    /// Not known to be ours: another organization's, made by hand, or the appliance's own role.
    case foreign
    /// The listing is not complete, so nothing can be said.
    case undecided
  }

  /// Whether the registration is an orphan, which is said only with proof: a complete listing and our own mark.
  package func belonging(of registration: RoleRegistration) -> Belonging {
    if let account = registration.account, let index = organization.index(of: account) {
      guard organization.accounts[index].state == .closed, organization.isComplete else { return .member }
      return isOurs(registration) ? .orphan : .member
    }
    guard organization.isComplete, sources[.organization]?.hasValue == true else { return .undecided }
    return registration.account != nil && isOurs(registration) ? .orphan : .foreign
  }

  private func isOurs(_ registration: RoleRegistration) -> Bool {
    !organization.id.isEmpty && registration.mark?.organization == organization.id
  }

  /// Causes of accounts that are not ready, most accounts first, then worst first.
  package func causes() -> [Cause] {
    var accounts: [Cause.Key: Int] = [:]
    for standing in standings where standing.readiness != .ready && standing.readiness != .excluded {
      guard let reason = standing.reason else { continue }
      accounts[Cause.Key(readiness: standing.readiness, reason: reason), default: 0] += 1
    }
    return accounts.map { Cause(readiness: $0.key.readiness, reason: $0.key.reason, accounts: $0.value) }
      .sorted { left, right in
        (-left.accounts, left.readiness.urgency, left.reason.sentence)
          < (-right.accounts, right.readiness.urgency, right.reason.sentence)
      }
  }

  /// A reason, and how many accounts share it.
  package struct Cause: Hashable, Sendable {
    fileprivate struct Key: Hashable {
      let readiness: Readiness
      let reason: Reason
    }

    package let readiness: Readiness
    package let reason: Reason
    package let accounts: Int
  }

  // MARK: Making

  private static func state<Value>(of reading: Reading<Value>) -> SourceState {
    SourceState(hasValue: reading.value != nil, readAt: reading.readAt, problem: reading.problem)
  }

  private static func count(
    organization: Organization,
    standings: [AccountStanding]
  ) -> (units: [ReadinessCounts], totals: ReadinessCounts) {
    var units = [ReadinessCounts](repeating: ReadinessCounts(), count: organization.units.count)
    var totals = ReadinessCounts()
    for (account, standing) in zip(organization.accounts, standings) {
      totals[standing.readiness] += 1
      if let unit = account.unit { units[unit][standing.readiness] += 1 }
    }
    // Parents stand before their children, so one pass from the back sums every subtree.
    for index in organization.units.indices.reversed() {
      if let parent = organization.units[index].parent { units[parent] += units[index] }
    }
    return (units, totals)
  }
}
