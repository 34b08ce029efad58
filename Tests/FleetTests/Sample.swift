import FoundationEssentials
import Testing

@testable import Fleet

/// Worlds small enough to read, for tests of the join and of filters.
enum Sample {
  static let now = Date(timeIntervalSince1970: 1_795_000_000)
  static let stackSet = StackSetName(rawValue: "rolecall-roles")
  static let region = RegionName(rawValue: "eu-west-1")
  static let root = OrganizationalUnitID(rawValue: "r-abcd")
  static let workloads = OrganizationalUnitID(rawValue: "ou-abcd-11111111")
  static let production = OrganizationalUnitID(rawValue: "ou-abcd-22222222")
  static let sandbox = OrganizationalUnitID(rawValue: "ou-abcd-33333333")

  static func id(_ number: Int) throws -> AccountID {
    let digits = String(number)
    return try #require(AccountID(rawValue: String(repeating: "0", count: 12 - digits.count) + digits))
  }

  /// Root, Workloads, Workloads/Prod, Sandbox.
  static func organization(accounts: [(number: Int, name: String, unit: Int, state: AccountState)]) throws
    -> Organization
  {
    let root = try #require(root)
    let workloads = try #require(workloads)
    let production = try #require(production)
    let sandbox = try #require(sandbox)
    var organization = Organization(id: "o-sample", managementAccount: try id(1))
    organization.place(path: [root, workloads, production])
    organization.place(path: [root, sandbox])
    for (unit, name) in [(root, "Root"), (workloads, "Workloads"), (production, "Prod"), (sandbox, "Sand/box")] {
      organization.setName(name, of: unit)
    }
    organization.append(
      try accounts.map {
        Account(
          id: try id($0.number),
          name: $0.name,
          email: "aws+\($0.number)@Example.com",
          state: $0.state,
          unit: $0.unit
        )
      }
    )
    organization.isComplete = true
    return organization
  }

  static func instance(
    _ number: Int,
    _ status: StackInstance.Status = .current,
    _ detailed: StackInstance.DetailedStatus? = .succeeded,
    operation: String? = nil,
    region: RegionName = region
  ) throws -> StackInstance {
    StackInstance(
      stackSet: stackSet,
      account: try id(number),
      region: region,
      status: status,
      detailedStatus: detailed,
      lastOperationID: operation
    )
  }

  static func role(_ number: Int?, _ purpose: Purpose, description: String = "") throws -> RoleRegistration {
    RoleRegistration(
      id: "role-\(number ?? 0)-\(purpose)",
      name: "\(number ?? 0)-\(purpose)",
      account: try number.map { try id($0) },
      roleName: "Veeam\(purpose)Role",
      purpose: purpose,
      description: description
    )
  }

  static func stackSets(
    _ instances: [StackInstance],
    targets: [OrganizationalUnitID]? = nil,
    regions: [RegionName] = [region],
    isServiceManaged: Bool = true,
    live: [String] = [],
    purposes: [Purpose]? = [.ec2, .worker]
  ) -> StackSetsReading {
    StackSetsReading(
      sets: [
        StackSet(
          name: stackSet,
          isServiceManaged: isServiceManaged,
          targets: targets,
          regions: regions,
          purposes: purposes,
          liveOperations: live.map {
            StackSetOperation(
              id: $0,
              stackSet: stackSet,
              action: "UPDATE",
              status: "RUNNING",
              startedAt: now,
              endedAt: nil
            )
          }
        )
      ],
      instances: instances
    )
  }

  static func roster(
    _ organization: Organization,
    _ stackSets: StackSetsReading?,
    _ registrations: [RoleRegistration]?,
    _ expectations: Expectations = Expectations()
  ) -> Roster {
    var inventory = Inventory()
    inventory.organization = Reading(value: organization, readAt: now)
    inventory.stackSets = Reading(value: stackSets, readAt: stackSets == nil ? nil : now)
    inventory.appliance = Reading(
      value: registrations.map { ApplianceReading(registrations: $0) },
      readAt: registrations == nil ? nil : now
    )
    return Roster(inventory: inventory, expectations: expectations, now: now)
  }
}
