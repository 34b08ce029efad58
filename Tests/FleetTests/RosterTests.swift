import FoundationEssentials
import Testing

@testable import Fleet

struct RosterTests {
  private func mixed() throws -> Roster {
    let organization = try Sample.organization(accounts: [
      (4, "gamma", 3, .active), (2, "alpha", 2, .active), (3, "beta", 1, .active), (1, "management", 0, .active),
    ])
    let instances = [try Sample.instance(3, .outdated, .failed), try Sample.instance(2)]
    let roles = [
      try Sample.role(2, .worker), try Sample.role(nil, .ec2), try Sample.role(2, .ec2), try Sample.role(9, .ec2),
    ]
    return Sample.roster(organization, Sample.stackSets(instances), roles)
  }

  @Test func `each account gets exactly its own evidence, whatever the order of the listings`() throws {
    let roster = try mixed()
    let own = try roster.organization.accounts.map { account in
      let standing = try #require(roster.standing(of: account.id))
      return
        "\(account.name): \(roster.instances(of: standing).map(\.status.rawValue)) \(roster.registrations(of: standing).map(\.name))"
    }
    #expect(
      own == [
        "gamma: [] []", "alpha: [\"CURRENT\"] [\"2-ec2\", \"2-worker\"]", "beta: [\"OUTDATED\"] []",
        "management: [] []",
      ]
    )
  }

  @Test func `counts of a unit take in everything below it`() throws {
    let roster = try mixed()
    let totals = roster.organization.units.indices.map { roster.unitCounts[$0].total }
    #expect(totals == [4, 2, 1, 1])
    #expect(roster.unitCounts[0] == roster.totals)
    #expect(roster.totals.ready == 1)
    #expect(roster.totals.excluded == 1)
    #expect(roster.totals.missing == 2)
  }

  @Test func `causes come with most accounts first`() throws {
    let organization = try Sample.organization(accounts: (2...6).map { ($0, "a\($0)", 2, .active) })
    let instances = [try Sample.instance(2, .inoperable, .inoperable)]
    let causes = Sample.roster(organization, Sample.stackSets(instances), []).causes()
    #expect(causes.map(\.accounts) == [4, 1])
    #expect(causes.map(\.reason) == [.noInstance, .instance(.inoperable, .inoperable)])
  }

  static let mark = "rolecall/1 o-sample 0123456789abcdef0123456789abcdef"

  @Test(arguments: [
    (2, "", true, Roster.Belonging.member),
    (9, mark, true, .orphan),
    (9, "", true, .foreign),
    (9, "rolecall/1 o-other 0123456789abcdef0123456789abcdef", true, .foreign),
    (9, mark, false, .undecided),
    (3, mark, true, .orphan),
    (3, "", true, .member),
  ])
  func `orphan is said only with a complete listing and our mark`(
    _ number: Int,
    description: String,
    isComplete: Bool,
    belonging: Roster.Belonging
  ) throws {
    var organization = try Sample.organization(accounts: [(2, "here", 2, .active), (3, "closed", 2, .closed)])
    organization.isComplete = isComplete
    let role = try Sample.role(number, .ec2, description: description)
    let roster = Sample.roster(organization, Sample.stackSets([]), [role])
    #expect(roster.belonging(of: role) == belonging)
  }

  @Test func `a mark keeps that it was released`() throws {
    let released = try Sample.role(2, .ec2, description: Self.mark + " released")
    #expect(released.mark?.isReleased == true)
    #expect(try Sample.role(2, .ec2, description: Self.mark).mark?.isReleased == false)
    #expect(try Sample.role(2, .ec2, description: "rolecall/1 o-sample short").mark == nil)
  }

  @Test(arguments: [1, 7, 42])
  func `in random worlds the counts add up and every slice holds one account`(_ seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let numbers = Array(1...120).shuffled(using: &random)
    let organization = try Sample.organization(
      accounts: numbers.prefix(90).map {
        ($0, "n\($0)", Int.random(in: 0...3, using: &random), Bool.random(using: &random) ? .active : .suspended)
      }
    )
    let statuses: [StackInstance.Status] = [.current, .outdated, .inoperable]
    let instances = try (0..<80).map { _ in
      try Sample.instance(
        Int.random(in: 1...120, using: &random),
        statuses[Int.random(in: 0...2, using: &random)],
        Bool.random(using: &random) ? .succeeded : .failed
      )
    }
    let roles = try (0..<100).map { _ in
      try Sample.role(Int.random(in: 1...120, using: &random), Bool.random(using: &random) ? .ec2 : .worker)
    }
    let roster = Sample.roster(organization, Sample.stackSets(instances), roles)
    #expect(roster.totals.total == 90)
    #expect(roster.unitCounts[0] == roster.totals)
    var seenInstances = 0
    for (account, standing) in zip(roster.organization.accounts, roster.standings) {
      #expect(roster.instances(of: standing).allSatisfy { $0.account == account.id })
      #expect(roster.registrations(of: standing).allSatisfy { $0.account == account.id })
      seenInstances += standing.instances.count
    }
    let listed = Set(roster.organization.accounts.map(\.id))
    #expect(seenInstances == instances.count { listed.contains($0.account) })
  }
}
