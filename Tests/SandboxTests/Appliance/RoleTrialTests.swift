import Foundation
import Testing

@testable import Sandbox

/// The appliance's attempt to assume a role, asked of IAM.
struct RoleTrialTests {
  private static let start = Date(timeIntervalSince1970: 1_795_500_544)
  private static let member = "123456789012"

  /// A world with roles, and one of a member that trusts `principal` with the external id `secret`.
  private func world(principal: String? = nil, path: String = "/", isLive: Bool = true) async throws -> WorldState {
    var options = SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed)
    if isLive { options.functions = FunctionHost { _ in } }
    var state = WorldBuilder(options).build()
    let appliance = try #require(state.site).roleARN
    let trust =
      #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","#
      + #""Principal":{"AWS":"\#(principal ?? appliance)"},"Condition":{"StringEquals":{"sts:ExternalId":"secret"}}}]}"#
    try state.iam.create(RoleDraft(name: "veeam", path: path, account: Self.member, trust: trust), at: Self.start)
    return state
  }

  private func trial(
    _ role: String = "veeam",
    account: String = member,
    externalID: String? = "secret",
    delay: Duration = .zero
  ) -> RoleTrial {
    RoleTrial(address: .init(account: account, roleName: role), externalID: externalID, delay: delay)
  }

  @Test(
    arguments: [
      ("veeam", member, "secret", RoleTrial.Outcome.assumed),
      ("veeam", member, "other", .refused),
      ("veeam", member, nil, .refused),
      ("none", member, "secret", .refused),
      ("veeam", "210987654321", "secret", .refused),
      ("backup/veeam", member, "secret", .refused),
    ] as [(String, String, String?, RoleTrial.Outcome)]
  )
  func `name, account and external id have to fit`(
    role: String,
    account: String,
    externalID: String?,
    outcome: RoleTrial.Outcome
  ) async throws {
    let state = try await world()
    #expect(trial(role, account: account, externalID: externalID).outcome(in: state, at: Self.start) == outcome)
  }

  @Test(arguments: [("backup/veeam", RoleTrial.Outcome.assumed), ("/backup/veeam", .assumed), ("veeam", .refused)])
  func `a role with a path is named with it`(name: String, outcome: RoleTrial.Outcome) async throws {
    let state = try await world(path: "/backup/")
    #expect(trial(name).outcome(in: state, at: Self.start) == outcome)
  }

  @Test func `a role that trusts somebody else refuses the appliance`() async throws {
    let state = try await world(principal: "arn:aws:iam::210987654321:role/other")
    #expect(trial().outcome(in: state, at: Self.start) == .refused)
  }

  @Test func `a trust policy takes a while to work, and a new one takes it again`() async throws {
    var state = try await world()
    let slow = trial(delay: .seconds(60))
    #expect(slow.outcome(in: state, at: Self.start.addingTimeInterval(59)) == .refused)
    #expect(slow.outcome(in: state, at: Self.start.addingTimeInterval(60)) == .assumed)
    let later = Self.start.addingTimeInterval(100)
    let role = try state.iam.existingRole("veeam", account: Self.member)
    let renewed = role.trust.text.replacing("secret", with: "renewed")
    try state.iam.setTrust(renewed, of: "veeam", account: Self.member, at: later)
    let next = trial(externalID: "renewed", delay: .seconds(60))
    #expect(next.outcome(in: state, at: later.addingTimeInterval(59)) == .refused)
    #expect(next.outcome(in: state, at: later.addingTimeInterval(60)) == .assumed)
  }

  @Test func `an appliance whose role was made again is trusted no more`() async throws {
    var state = try await world()
    let role = try state.iam.existingRole(SiteBuilder.roleName, account: state.backupAccount)
    state.iam.removeRole(role.name, account: role.account)
    let draft = RoleDraft(name: role.name, account: role.account, trust: role.trust.text)
    try state.iam.create(draft, at: Self.start)
    #expect(trial().outcome(in: state, at: Self.start) == .refused)
  }

  @Test func `a seeded world is not asked`() async throws {
    let state = try await world(isLive: false)
    #expect(trial().outcome(in: state, at: Self.start) == .notLive)
  }
}
