import FoundationEssentials
import Testing

@testable import Fleet

struct ReadinessTests {
  /// One account (number 2, in Workloads/Prod) and what was read about it.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var state: AccountState = .active
    var instances: [(StackInstance.Status, StackInstance.DetailedStatus?, operation: String?)]? = [
      (.current, .succeeded, nil)
    ]
    var roles: [Purpose]? = [.ec2, .worker]
    var targets: [OrganizationalUnitID?]?
    var live: [String] = []
    var purposes: [Purpose]? = [.ec2, .worker]
    var exclusion: Expectations.Exclusion?
    let readiness: Readiness
    let reason: Reason?
  }

  static let cases: [Case] = [
    Case(testDescription: "all current, all registered", readiness: .ready, reason: nil),
    Case(
      testDescription: "no detailed status said",
      instances: [(.current, nil, nil)],
      readiness: .ready,
      reason: nil
    ),
    Case(
      testDescription: "suspended",
      state: .suspended,
      readiness: .excluded,
      reason: .notActive(.suspended)
    ),
    Case(
      testDescription: "closed beats everything, even unread sources",
      state: .closed,
      instances: nil,
      roles: nil,
      readiness: .excluded,
      reason: .notActive(.closed)
    ),
    Case(
      testDescription: "outside the targets",
      targets: [Sample.sandbox],
      readiness: .excluded,
      reason: .outsideTargets
    ),
    Case(testDescription: "a target above it", targets: [Sample.workloads], readiness: .ready, reason: nil),
    Case(testDescription: "the root is the target", targets: [Sample.root], readiness: .ready, reason: nil),
    Case(
      testDescription: "stack sets not read",
      instances: nil,
      readiness: .unknown,
      reason: .unread(.stackSets)
    ),
    Case(testDescription: "appliance not read", roles: nil, readiness: .unknown, reason: .unread(.appliance)),
    Case(testDescription: "nobody says what to expect", purposes: nil, readiness: .unknown, reason: .purposesUnknown),
    Case(
      testDescription: "running",
      instances: [(.outdated, .running, "op-1")],
      readiness: .deploying,
      reason: .operation("op-1")
    ),
    Case(
      testDescription: "pending in a live operation",
      instances: [(.outdated, .pending, "op-1")],
      live: ["op-1"],
      readiness: .deploying,
      reason: .operation("op-1")
    ),
    Case(
      testDescription: "pending, but its operation has ended",
      instances: [(.outdated, .pending, "op-1")],
      live: ["op-2"],
      readiness: .degraded,
      reason: .instance(.outdated, .pending)
    ),
    Case(
      testDescription: "failed, roles still registered",
      instances: [(.outdated, .failed, nil)],
      readiness: .degraded,
      reason: .instance(.outdated, .failed)
    ),
    Case(
      testDescription: "failed and nothing registered",
      instances: [(.outdated, .failed, nil)],
      roles: [],
      readiness: .missing,
      reason: .instance(.outdated, .failed)
    ),
    Case(testDescription: "no instance, no role", instances: [], roles: [], readiness: .missing, reason: .noInstance),
    Case(
      testDescription: "no instance but a role",
      instances: [],
      roles: [.ec2],
      readiness: .degraded,
      reason: .noInstance
    ),
    Case(
      testDescription: "one role missing",
      roles: [.worker],
      readiness: .degraded,
      reason: .notRegistered([.ec2])
    ),
    Case(
      testDescription: "current, no role at all",
      roles: [],
      readiness: .degraded,
      reason: .notRegistered([.ec2, .worker])
    ),
    Case(
      testDescription: "inoperable",
      instances: [(.inoperable, .inoperable, nil)],
      roles: [],
      readiness: .missing,
      reason: .instance(.inoperable, .inoperable)
    ),
    Case(
      testDescription: "a word of a later AWS release is not success",
      instances: [(.current, .init(rawValue: "NEW"), nil)],
      readiness: .degraded,
      reason: .instance(.current, .init(rawValue: "NEW"))
    ),
  ]

  @Test(arguments: cases)
  func `an account stands where the first rule that holds puts it`(_ example: Case) throws {
    let organization = try Sample.organization(accounts: [(2, "ledger", 2, example.state)])
    let instances = try example.instances?.map { try Sample.instance(2, $0.0, $0.1, operation: $0.operation) }
    let targets = try example.targets?.map { try #require($0) }
    let roster = Sample.roster(
      organization,
      instances.map { Sample.stackSets($0, targets: targets, live: example.live, purposes: example.purposes) },
      try example.roles?.map { try Sample.role(2, $0) }
    )
    #expect(roster.standings[0].readiness == example.readiness)
    #expect(roster.standings[0].reason == example.reason)
  }

  @Test func `a stack set that is not found leaves everybody unknown`() throws {
    let organization = try Sample.organization(accounts: [(2, "ledger", 2, .active)])
    let reading = StackSetsReading(sets: [], instances: [], notFound: [Sample.stackSet])
    let roster = Sample.roster(organization, reading, [])
    #expect(roster.standings[0].readiness == .unknown)
    #expect(roster.standings[0].reason == .stackSetNotFound(Sample.stackSet))
  }

  @Test func `a region without an instance is said`() throws {
    let organization = try Sample.organization(accounts: [(2, "ledger", 2, .active)])
    let second = RegionName(rawValue: "us-east-1")
    let reading = Sample.stackSets([try Sample.instance(2)], regions: [Sample.region, second])
    let roster = Sample.roster(organization, reading, [try Sample.role(2, .ec2), try Sample.role(2, .worker)])
    #expect(roster.standings[0].readiness == .degraded)
    #expect(roster.standings[0].reason == .noInstanceInRegion(second))
  }

  @Test(arguments: [(-1.0, Readiness.ready), (1.0, .excluded)])
  func `an exclusion holds until its day`(_ secondsLeft: Double, readiness: Readiness) throws {
    let organization = try Sample.organization(accounts: [(2, "ledger", 2, .active)])
    let exclusion = Expectations.Exclusion(
      account: try Sample.id(2),
      reason: "sandbox",
      until: Sample.now.addingTimeInterval(secondsLeft)
    )
    let roster = Sample.roster(
      organization,
      Sample.stackSets([try Sample.instance(2)]),
      [try Sample.role(2, .ec2), try Sample.role(2, .worker)],
      Expectations(exclusions: [exclusion])
    )
    #expect(roster.standings[0].readiness == readiness)
  }

  @Test(arguments: [(true, Readiness.excluded), (false, .missing)])
  func `the management account is left out of service-managed sets only`(
    _ isServiceManaged: Bool,
    readiness: Readiness
  ) throws {
    let organization = try Sample.organization(accounts: [(1, "management", 0, .active)])
    let roster = Sample.roster(organization, Sample.stackSets([], isServiceManaged: isServiceManaged), [])
    #expect(roster.standings[0].readiness == readiness)
  }

  @Test func `the context's purposes win over the template's`() throws {
    let organization = try Sample.organization(accounts: [(2, "ledger", 2, .active)])
    let roster = Sample.roster(
      organization,
      Sample.stackSets([try Sample.instance(2)]),
      [try Sample.role(2, .ec2)],
      Expectations(purposes: [.ec2])
    )
    #expect(roster.standings[0].readiness == .ready)
  }
}
