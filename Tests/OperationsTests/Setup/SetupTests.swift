import Fleet
import Foundation
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport
import Veeam

@testable import Operations

/// Setup, deploy and teardown against the sandbox, whose engine deploys the shipped templates and runs our functions.
@Suite(.timeLimit(.minutes(5)), .serialized)
struct SetupTests {
  @Test func `setting up from nothing makes every account ready, and running it again finds nothing to do`()
    async throws
  {
    try await withSandbox(.fresh(accounts: 30)) { sandbox in
      let site = try await SetupTestSite(sandbox)
      let verb = try await site.setup()
      let plan = try await verb.plan()
      #expect(
        plan.steps.map(\.name) == ["artifacts", "lambdas", "credential", "stackSet", "instances", "registrations"]
      )
      #expect(plan.steps.allSatisfy { $0.report.standing == .due })
      try await verb.perform(plan, site.tell)
      #expect(try await verb.plan().isDone)
      #expect(site.askedForAdministrator == 1)
      let roster = try await site.roster()
      #expect(roster.totals.total == 30)
      #expect(roster.totals.ready + roster.totals.excluded == 30)
      #expect(roster.totals.ready > 20)
      await site.close()
    }
  }

  @Test(arguments: ["artifacts", "lambdas", "credential", "stackSet", "instances"])
  func `a setup that ends after a step goes on with the next one`(step: String) async throws {
    try await withSandbox(.fresh(accounts: 6)) { sandbox in
      let site = try await SetupTestSite(sandbox)
      let verb = try await site.setup()
      let stages = try #require(verb.stages.firstIndex { $0.name == step })
      let cut = StagedVerb(verb: "setup", context: "sandbox", stages: Array(verb.stages.prefix(stages + 1)))
      try await cut.perform(try await cut.plan(), site.tell)
      let rest = try await site.setup()
      let plan = try await rest.plan()
      #expect(plan.steps.prefix(stages + 1).allSatisfy { $0.report.standing == .done })
      try await rest.perform(plan, site.tell)
      #expect(try await rest.plan().isDone)
      #expect(site.askedForAdministrator == 1)
      await site.close()
    }
  }

  @Test func `teardown leaves neither roles nor registrations, and setup finds the secrets again`() async throws {
    try await withSandbox(.fresh(accounts: 6)) { sandbox in
      let site = try await SetupTestSite(sandbox)
      let setup = try await site.setup()
      try await setup.perform(try await setup.plan(), site.tell)
      let before = await SetupTestSite.externalIDs(in: sandbox)
      let teardown = try Teardown.verb(connections: site.connections, timepiece: site.timepiece)
      let plan = try await teardown.plan()
      #expect(plan.steps.map(\.name) == ["instances", "stackSet", "lambdas"])
      try await teardown.perform(plan, site.tell)
      #expect(try await teardown.plan().isDone)
      #expect(await sandbox.world.registrations().allSatisfy(\.isFactoryRole))
      let again = try await site.setup()
      try await again.perform(try await again.plan(), site.tell)
      #expect(try await again.plan().isDone)
      // The portal user is still there, and its secret was found again.
      #expect(site.askedForAdministrator == 1)
      #expect(before.isEmpty == false)
      await site.close()
    }
  }

  @Test func `deploying the same release changes nothing`() async throws {
    try await withSandbox(.fresh(accounts: 6)) { sandbox in
      let site = try await SetupTestSite(sandbox)
      let setup = try await site.setup()
      try await setup.perform(try await setup.plan(), site.tell)
      let lambdas = try await Deploy.lambdas(
        connections: site.connections,
        functions: site.functions,
        timepiece: site.timepiece
      )
      #expect(try await lambdas.plan().isDone)
      let roles = try await Deploy.roles(connections: site.connections, timepiece: site.timepiece)
      #expect(try await roles.plan().isDone)
      await site.close()
    }
  }

  @Test func `switching on a workload reaches every account and leaves external ids as they are`() async throws {
    try await withSandbox(.fresh(accounts: 6)) { sandbox in
      let site = try await SetupTestSite(sandbox)
      let setup = try await site.setup()
      try await setup.perform(try await setup.plan(), site.tell)
      let before = await SetupTestSite.externalIDs(in: sandbox)
      let roles = try await Deploy.roles(
        connections: site.connections,
        parameters: ["EnableRds": "yes"],
        timepiece: site.timepiece
      )
      let plan = try await roles.plan()
      #expect(plan.steps.last?.report.details.contains("EnableRds no → yes") == true)
      try await roles.perform(plan, site.tell)
      let after = await SetupTestSite.externalIDs(in: sandbox)
      #expect(before.allSatisfy { after[$0.key] == $0.value })
      #expect(after.count > before.count)
      await site.close()
    }
  }
}
