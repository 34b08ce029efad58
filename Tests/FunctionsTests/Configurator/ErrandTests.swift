import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport
import Veeam

@testable import Functions

/// What consoles ask for on the alias `ops`.
@Suite struct ErrandTests {
  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) throws -> Value {
    try JSONDecoder().decode(type, from: Data((text ?? "").utf8))
  }

  private static func ask(_ stage: Stage, _ body: String) async throws -> String? {
    try await stage.invoke(Stage.Event(body: body, alias: "ops"))
    return stage.returns.last
  }

  @Test func `a ping proves secret and sign-in, and tells what the appliance is`() async throws {
    try await Stage.run { stage in
      let answer = try Self.decode(PingAnswer.self, await Self.ask(stage, #"{"op":"ping"}"#))
      #expect(answer.version == "9.0.0.1")
      #expect(answer.revision == "1.7-rev0")
      #expect(answer.userRole == "Portal Administrator")
      #expect(answer.fingerprint?.count == 95)
      #expect(answer.certificateDaysLeft != nil)
      #expect(answer.secretVersion == "credential-version")
      #expect(answer.secretStage == "AWSCURRENT")
      #expect(stage.logs(#""step":"ping""#, #""outcome":"done""#))
      #expect(!stage.logs("credential-version"))
    }
  }

  @Test func `a scheduled ping asks nothing of the appliance`() async throws {
    try await Stage.run { stage in
      let answer = try await Self.ask(stage, #"{"op":"ping","scheduled":true}"#)
      #expect(answer == #"{"awake":true}"#)
      #expect(stage.scissors.lines.allSatisfy { $0.contains("/2018-06-01/") })
      #expect(stage.logs(#""step":"ping""#, #""outcome":"done""#))
    }
  }

  @Test func `roles come in pages that read as the appliance's own`() async throws {
    try await Stage.run { stage in
      let world = await stage.rig.world.registrations()
      var found: [String] = []
      for offset in stride(from: 0, to: world.count, by: 4) {
        let text = try await Self.ask(stage, #"{"op":"roles","offset":\#(offset),"limit":4}"#)
        let page = try Self.decode(Page<IAMRole>.self, text)
        #expect(page.totalCount == world.count)
        #expect(page.elements.count <= 4)
        found += page.elements.map { "\($0.id) \($0.name) \($0.accountId ?? "") \($0.roleName ?? "")" }
      }
      #expect(found.sorted() == world.map { "\($0.id) \($0.name) \($0.account) \($0.roleName)" }.sorted())
    }
  }

  @Test func `the other lists are read too`() async throws {
    try await Stage.run { stage in
      let policies = try Self.decode(Page<PolicySummary>.self, await Self.ask(stage, #"{"op":"policies","limit":2}"#))
      #expect(policies.elements.map(\.name) == ["databases-daily", "servers-daily"])
      #expect(policies.totalCount == 3)
      let repositories = try Self.decode(Page<RepositorySummary>.self, await Self.ask(stage, #"{"op":"repositories"}"#))
      #expect(repositories.elements.map(\.name) == ["backup-bucket"])
      let users = try Self.decode(Page<Veeam.PortalUser>.self, await Self.ask(stage, #"{"op":"users"}"#))
      #expect(users.elements.isEmpty == false)
      let sessions = try Self.decode(Page<SessionSummary>.self, await Self.ask(stage, #"{"op":"sessions"}"#))
      #expect(sessions.elements.count == 2)
      let statistics = try Self.decode(StatisticsSummary.self, await Self.ask(stage, #"{"op":"statistics"}"#))
      #expect(statistics.policiesCount == 3)
    }
  }

  @Test(arguments: [
    (#"{"op":"dance"}"#, "request"), ("{}", "request"), ("[]", "request"), (#"{"op":"roles","limit":0}"#, "request"),
    (#"{"op":"roles","limit":2001}"#, "request"), (#"{"op":"roles","offset":-1}"#, "request"),
    (#"{"op":"register"}"#, "request"),
  ])
  func `what is no errand is told so`(body: String, kind: String) async throws {
    try await Stage.run { stage in
      let failure = try Self.decode(ErrandFailure.self, await Self.ask(stage, body))
      #expect(failure.kind.rawValue == kind)
    }
  }

  @Test func `an appliance that is away, or a credential that is refused, is told at once`() async throws {
    try await Stage.run { stage in
      stage.rig.change {
        $0.current = StoredCredential(
          credential: ApplianceCredential(username: $0.current.credential.username, password: "Wrong-word-7!"),
          version: "first",
          stage: "AWSCURRENT"
        )
      }
      let refused = try Self.decode(ErrandFailure.self, await Self.ask(stage, #"{"op":"ping"}"#))
      #expect(refused.kind == .signIn)
      #expect(stage.rig.clock.now < .seconds(5))
      try await stage.rig.server.set(.badGateway)
      let away = try Self.decode(ErrandFailure.self, await Self.ask(stage, #"{"op":"roles"}"#))
      #expect(away.kind == .unreachable)
    }
  }

  @Test func `a certificate that is not trusted is told with its fingerprint`() async throws {
    try await Stage.run(variables: ["APPLIANCE_SHA256": String(repeating: "ab", count: 32)]) { stage in
      let failure = try Self.decode(ErrandFailure.self, await Self.ask(stage, #"{"op":"ping"}"#))
      #expect(failure.kind == .certificate)
      #expect(failure.sentence.contains("SHA-256"))
    }
  }

  @Test func `an authority's certificate is enough`() async throws {
    try await Stage.run(variables: ["APPLIANCE_SHA256": ""]) { stage in
      let answer = try Self.decode(PingAnswer.self, await Self.ask(stage, #"{"op":"ping"}"#))
      #expect(answer.version == "9.0.0.1")
    }
  }

  @Test func `without any trust the appliance is not spoken to`() async throws {
    try await Stage.run(variables: ["APPLIANCE_SHA256": " ", "APPLIANCE_CA": ""]) { stage in
      let failure = try Self.decode(ErrandFailure.self, await Self.ask(stage, #"{"op":"ping"}"#))
      #expect(failure.kind == .configuration)
      try await stage.invoke(stage.event("Create"))
      #expect(stage.answers.last?.hasPrefix("FAILED ApplianceSha256 of the Lambdas stack holds") == true)
      #expect(!stage.scissors.lines.contains { $0.contains("/api/") })
    }
  }

  @Test func `an operator registers a role, and takes an entry over only when told to`() async throws {
    @Sendable func registration(_ takesOver: Bool) -> String {
      #"""
      {"op":"register","registration":{"stackId":"\#(ConfiguratorRig.stack)","account":"\#(ConfiguratorRig.account)",
       "roleName":"backup/Ec2","purpose":"ec2","externalId":"external-1","takeOver":\#(takesOver)}}
      """#
    }
    try await Stage.run { stage in
      let added = try Self.decode(RegisterAnswer.self, await Self.ask(stage, registration(false)))
      #expect(added == RegisterAnswer(result: .added, name: "210987654321-ec2"))
      let again = try Self.decode(RegisterAnswer.self, await Self.ask(stage, registration(false)))
      #expect(again.result == .changed)
      let entry = try #require(await stage.rig.world.registrations().first { $0.account == ConfiguratorRig.account })
      await stage.rig.world.removeRegistration(id: entry.id)
      await stage.rig.add("210987654321-ec2", role: "Old", description: "made by Ann")
      let foreign = try Self.decode(ErrandFailure.self, await Self.ask(stage, registration(false)))
      #expect(foreign.kind == .foreign)
      let taken = try Self.decode(RegisterAnswer.self, await Self.ask(stage, registration(true)))
      #expect(taken.result == .takenOver)
      #expect(await stage.rig.entries() == ["210987654321-ec2 | backup/Ec2 | \(Marks.own) made by Ann"])
    }
  }
}
