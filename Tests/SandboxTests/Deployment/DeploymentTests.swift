import Foundation
import Templates
import TestSupport
import Testing

@testable import Sandbox

struct DeploymentTests {
  private static let expected = ["ec2", "worker"]

  @Test func `200 accounts become ready from nothing`() async throws {
    try await DeployedSite.with(accounts: 200) { site in
      let instances = try await site.instances()
      #expect(instances.count == 192)
      #expect(Set(instances.values.map(\.status)) == [.current])
      for account in instances.keys {
        #expect(await site.registrations(account) == Self.expected.map { "\(account)-\($0)" })
      }
      let ids = await site.externalIDs()
      #expect(ids.count == 2 * instances.count)
      #expect(Set(ids.values).count == ids.count)
      #expect(ids.values.allSatisfy { $0.utf8.count == 24 })
      let operations = await site.call("ListStackSetOperations")
      #expect(operations.elements("Status") == ["SUCCEEDED"])
      #expect(operations.elements("FailedStackInstancesCount") == ["0"])
    }
  }

  @Test func `an account created later is ready without a hand`() async throws {
    try await DeployedSite.with { site in
      let account = try await site.newAccount(in: try site.unit("Workloads"))
      #expect(try await site.condition(account)?.status == .current)
      #expect(await site.registrations(account) == Self.expected.map { "\(account)-\($0)" })
    }
  }

  @Test func `one moved out keeps its stack and its registrations`() async throws {
    try await DeployedSite.with { site in
      let account = try await site.workload()
      let roles = await site.roles(account)
      try await site.move(account, to: try site.unit("Sandbox"))
      #expect(try await site.condition(account) == nil)
      #expect(await site.roles(account) == roles)
      #expect(await site.registrations(account).count == 2)
    }
  }

  @Test func `one moved out loses its roles and registrations where stacks are not retained`() async throws {
    try await DeployedSite.with { site in
      let form = try await site.parameters()
      try await site.done(
        "UpdateStackSet",
        "UsePreviousTemplate=true&Capabilities.member.1=CAPABILITY_NAMED_IAM&AutoDeployment.Enabled=true"
          + "&AutoDeployment.RetainStacksOnAccountRemoval=false&\(form)"
      )
      let account = try await site.workload()
      #expect(await site.roles(account).count == 2)
      try await site.move(account, to: try site.unit("Sandbox"))
      #expect(try await site.condition(account) == nil)
      #expect(await site.roles(account).isEmpty)
      #expect(await site.registrations(account).isEmpty)
    }
  }

  @Test func `a template update reaches all without a change of any external id`() async throws {
    try await DeployedSite.with { site in
      let before = await site.externalIDs()
      let changed = ShippedTemplate.roles.body.replacing("ServiceTimeout: 3600", with: "ServiceTimeout: 3000")
      let template = try await site.template(changed)
      let parameters = try await site.parameters(["RegistrationNonce": "2", "MaxSessionDuration": "7200"])
      let id = try await site.done("UpdateStackSet", "\(template)&\(parameters)&\(StackSetSite.allAtOnce)")
      let results = await site.call("ListStackSetOperationResults", "OperationId=\(id)")
      #expect(results.elements("Account").count == (try await site.instances().count))
      #expect(Set(try await site.instances().values.map(\.status)) == [.current])
      #expect(await site.externalIDs() == before)
      let durations = await site.world.perform { state, _ in
        Set(
          state.iam.accounts.keys.flatMap { state.iam.roles(of: $0) }.filter { $0.name.contains("VeeamEc2Role") }
            .map(\.maxSessionDuration)
        )
      }
      #expect(durations == [7_200])
    }
  }

  @Test func `a failing appliance makes failed instances, and a redeploy heals them`() async throws {
    try await DeployedSite.with { site in
      try await site.sandbox.appliance.set(.refused)
      let workloads = try site.unit("Workloads")
      let account = try await site.newAccount(in: workloads)
      let failed = try #require(try await site.condition(account))
      #expect(failed.status == .outdated)
      #expect(failed.detailed == .failed)
      let reason = try #require(failed.reason)
      #expect(reason.hasPrefix("ResourceLogicalId:VeeamAwsConfigurator"))
      #expect(reason.contains("no answer from the appliance"))
      #expect(await site.registrations(account).isEmpty)
      try await site.sandbox.appliance.set(.none)
      try await site.done("DeleteStackInstances", "\(site.only(account, of: workloads))&RetainStacks=false")
      try await site.done("CreateStackInstances", site.only(account, of: workloads))
      #expect(try await site.condition(account)?.status == .current)
      #expect(await site.registrations(account).count == 2)
    }
  }
}
