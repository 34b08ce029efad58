import FoundationEssentials

/// Builds the organization: units as large companies cut them, and accounts with names that say what they are for.
struct TreeBuilder {
  struct Plan {
    /// Nil when no accounts were asked for.
    var organization: OrganizationRecord?
    let management: String
    let backup: String
    let delegated: String
    let member: String
    /// Units that the roles are deployed to.
    var targets: [String] = []
  }

  private let options: SandboxOptions
  private var ids: SeededGenerator
  private var dice: SeededGenerator
  private var names: AccountNames
  private var taken: Set<String> = []

  init(_ options: SandboxOptions) {
    self.options = options
    ids = SeededGenerator(seed: options.seed, label: "organization")
    dice = SeededGenerator(seed: options.seed, label: "tree")
    names = AccountNames(hasNastyNames: options.scenario == .names)
  }

  func build() -> Plan {
    var builder = self
    return builder.grow()
  }

  private mutating func grow() -> Plan {
    let management = newAccountID()
    guard options.accounts > 0 else {
      return Plan(management: management, backup: management, delegated: management, member: management)
    }
    let suffix = ids.slug(4)
    var organization = OrganizationRecord(
      id: "o-" + ids.slug(10),
      rootID: "r-" + suffix,
      managementAccount: management
    )
    let units = UnitPlan(organization: &organization, accounts: options.accounts) { "ou-\(suffix)-\(ids.slug(8))" }
    add(management, "acme-management", to: &organization, unit: 0)
    let fixed = addPlatform(to: &organization, units)
    for number in stride(from: organization.accounts.count, to: options.accounts, by: 1) {
      addOrdinary(number, to: &organization, units)
    }
    organization.delegations = Self.delegations(of: fixed.delegated ?? management)
    return Plan(
      organization: organization,
      management: management,
      backup: fixed.backup ?? management,
      delegated: fixed.delegated ?? management,
      member: organization.accounts.last?.id ?? management,
      targets: [units.security, units.infrastructure, units.workloads].map { organization.units[$0].id }
    )
  }

  /// The accounts every landing zone has, as far as the number of accounts reaches.
  private mutating func addPlatform(
    to organization: inout OrganizationRecord,
    _ units: UnitPlan
  ) -> (backup: String?, delegated: String?) {
    let platform = [
      ("backup-prod", units.infrastructureProd), ("platform-tooling", units.infrastructureProd),
      ("log-archive", units.security), ("audit", units.security), ("network-prod", units.infrastructureProd),
      ("shared-services-prod", units.infrastructureProd), ("network-nonprod", units.infrastructureNonProd),
    ]
    var added: [String: String] = [:]
    for (name, unit) in platform.prefix(options.accounts - 1) {
      let id = newAccountID()
      add(id, name, to: &organization, unit: unit)
      added[name] = id
    }
    return (added["backup-prod"], added["platform-tooling"])
  }

  private mutating func addOrdinary(_ number: Int, to organization: inout OrganizationRecord, _ units: UnitPlan) {
    let id = newAccountID()
    switch number % 50 {
    case 7:
      add(id, names.sandbox(number), to: &organization, unit: units.sandbox)
    case 23:
      add(id, names.retired(number), to: &organization, unit: units.suspended)
      let states: [AccountRecord.State] = [.suspended, .closed, .closed, .pendingClosure]
      organization.setState(states[number / 50 % states.count], ofAccount: organization.accounts.count - 1)
    default:
      let place = units.workloadLeaves[Int(dice.next() % UInt64(units.workloadLeaves.count))]
      add(id, names.workload(place.business, place.stage, number), to: &organization, unit: place.unit)
    }
  }

  private mutating func add(_ id: String, _ name: String, to organization: inout OrganizationRecord, unit: Int) {
    let age = Double(dice.next() % (1_400 * 86_400)) + Double(dice.next() % 1_000) / 1_000
    organization.add(
      AccountRecord(
        id: id,
        name: name,
        email: names.email(for: name, id),
        state: .active,
        joinedAt: WorldBuilder.reference.addingTimeInterval(-age),
        wasInvited: dice.next() % 12 == 0,
        unit: unit
      )
    )
  }

  private mutating func newAccountID() -> String {
    var id = ids.accountID()
    while !taken.insert(id).inserted { id = ids.accountID() }
    return id
  }

  private static func delegations(of account: String) -> [OrganizationRecord.Delegation] {
    ["member.org.stacksets.cloudformation.amazonaws.com", "ssm.amazonaws.com"].map {
      .init(account: account, principal: $0, since: WorldBuilder.reference.addingTimeInterval(-300 * 86_400))
    }
  }
}
