import Foundation
import Testing

@testable import Sandbox

struct WorldTests {
  static func state(_ scenario: Scenario, accounts: Int? = nil, seed: UInt64 = 1) -> WorldState {
    WorldBuilder(SandboxOptions(scenario: scenario, accounts: accounts, seed: seed, clock: .fixed)).build()
  }

  @Test(arguments: Scenario.allCases.filter { $0 != .huge })
  func `equal options make equal worlds`(scenario: Scenario) throws {
    let first = Self.state(scenario)
    let second = Self.state(scenario)
    let (one, two) = (try #require(first.organization), try #require(second.organization))
    #expect(one.accounts == two.accounts)
    #expect(one.units == two.units)
    #expect(first.keys == second.keys)
    #expect(first.stackSets.map(\.instances) == second.stackSets.map(\.instances))
    #expect(first.registrations.present(at: .distantFuture) == second.registrations.present(at: .distantFuture))
    #expect(first.portalUsers == second.portalUsers)
  }

  @Test func `another seed makes another world`() throws {
    let one = try #require(Self.state(.healthy, seed: 1).organization)
    let two = try #require(Self.state(.healthy, seed: 2).organization)
    #expect(one.id != two.id)
    #expect(Set(one.accounts.map(\.id)).isDisjoint(with: two.accounts.map(\.id)))
  }

  @Test func `the clock moves only what is running`() {
    let early = WorldBuilder(SandboxOptions(scenario: .drifted, clock: .fixed)).build()
    let late = WorldBuilder(SandboxOptions(scenario: .drifted, clock: SandboxClock { .distantFuture })).build()
    #expect(early.organization?.accounts == late.organization?.accounts)
    #expect(early.stackSets.map(\.operations) == late.stackSets.map(\.operations))
  }

  @Test(arguments: [1, 2, 3, 7, 50, 200, 1_000])
  func `there are as many accounts as asked for, each with an id of its own`(count: Int) throws {
    let organization = try #require(Self.state(.healthy, accounts: count).organization)
    #expect(organization.accounts.count == count)
    #expect(Set(organization.accounts.map(\.id)).count == count)
    #expect(organization.accounts.allSatisfy { $0.id.wholeMatch(of: /[0-9]{12}/) != nil })
    #expect(Set(organization.accounts.map(\.email)).count == count)
    #expect(organization.accounts.allSatisfy { (6...64).contains($0.email.count) })
  }

  @Test func `no accounts make an account without an organization`() {
    let state = Self.state(.healthy, accounts: 0)
    #expect(state.organization == nil)
    #expect(state.keys.organizationAdministrator.account == state.managementAccount)
  }

  @Test func `the tree keeps Organizations' limits and uses its depth`() throws {
    let plan = TreeBuilder(SandboxOptions(scenario: .huge, clock: .fixed)).build()
    let organization = try #require(plan.organization)
    #expect(organization.accounts.count == 50_000)
    #expect(organization.units.count <= 2_000)
    #expect(organization.units.map(\.depth).max() == 5)
    #expect(organization.root.path == "\(organization.id)/\(organization.root.id)/")
  }

  @Test func `healthy leaves nothing to do`() throws {
    let state = Self.state(.healthy)
    let roles = try #require(state.stackSets.first { $0.name == "rolecall-roles" })
    #expect(roles.instances.allSatisfy { $0.condition(at: .distantFuture).status == .current })
    let registered = state.registrations.present(at: .distantFuture)
    #expect(registered.count == 2 * roles.instances.count + 1)
    #expect(!roles.instances.contains { $0.account == state.managementAccount })
  }

  @Test func `drifted shows every condition an admin meets`() throws {
    let roles = try #require(Self.state(.drifted).stackSets.first)
    let conditions = roles.instances.map { $0.condition(at: .distantFuture) }
    #expect(Set(conditions.map(\.status)) == [.current, .outdated, .inoperable])
    let detailed: Set<InstanceRecord.DetailedStatus> = [
      .succeeded, .failed, .cancelled, .pending, .inoperable, .skippedSuspendedAccount,
    ]
    #expect(Set(conditions.map(\.detailed)) == detailed)
    #expect(conditions.contains { $0.drift == .drifted })
    let refused = conditions.count { $0.reason?.contains("the appliance refuses the credential (401)") == true }
    #expect(refused > 5)
  }

  @Test func `orphans are marked, foreign entries are not, and duplicates share a role`() throws {
    let state = Self.state(.orphans)
    let organization = try #require(state.organization)
    let entries = state.registrations.present(at: .distantFuture).filter { !$0.isFactoryRole }
    let gone = entries.filter { organization.account($0.account) == nil }
    #expect(gone.contains { $0.description.hasPrefix("rolecall/1 \(organization.id) ") })
    #expect(gone.contains { $0.description.hasPrefix("rolecall/1 o-") && !$0.description.contains(organization.id) })
    #expect(gone.contains { !$0.description.contains("rolecall/1") })
    let closed = entries.filter { organization.account($0.account).map { $0.state != .active } ?? false }
    #expect(!closed.isEmpty)
    #expect(Set(entries.map { "\($0.account) \($0.roleName)" }).count < entries.count)
  }

  @Test func `a mark is 32 digits of the stack's hash`() throws {
    var ids = SeededGenerator(seed: 1, label: "test")
    let entry = Registration.made(
      by: "arn:aws:cloudformation:eu-west-1:123456789012:stack/StackSet-x/y",
      organization: "o-abc",
      account: "123456789012",
      purpose: "ec2",
      &ids
    )
    // printf %s arn:… | sha256sum | cut -c1-32
    #expect(entry.description == "rolecall/1 o-abc de2ab0299f2fae0a816eeafc5a22dbb1")
    #expect(entry.name == "123456789012-ec2")
  }

  @Test func `names try to break what shows them`() throws {
    let names = try #require(Self.state(.names).organization).accounts.map(\.name)
    for piece in ["\u{1B}[31m", "two\nlines", "tab\tand", "\u{202E}", "=cmd|", "👨‍👩‍👧‍👦"] {
      #expect(names.contains { $0.contains(piece) })
    }
    #expect(names.contains { $0 == String(repeating: "界", count: 200) })
  }
}

extension SandboxClock {
  /// 2026-11-24T06:09:04Z, for ever.
  static let fixed = SandboxClock { Date(timeIntervalSince1970: 1_795_500_544) }
}
