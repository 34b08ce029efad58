import Foundation
import Testing

@testable import Sandbox

struct StackSetsServiceTests {
  private func probe(_ scenario: Scenario = .healthy, clock: SandboxClock = .fixed) async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: scenario, accounts: 200, clock: clock))
  }

  @Test func `instances come in pages of 100, ordered`() async throws {
    let probe = await probe()
    let first = await probe.cloudFormation("ListStackInstances", "StackSetName=rolecall-roles")
    #expect(first.elements("Account").count == 100)
    let token = try #require(first.elements("NextToken").first)
    let second = await probe.cloudFormation("ListStackInstances", "StackSetName=rolecall-roles&NextToken=\(token)")
    #expect(second.elements("Account").count == 92)
    #expect(second.elements("NextToken").isEmpty)
    let all = first.elements("Account") + second.elements("Account")
    #expect(all == all.sorted())
  }

  @Test func `a filter keeps what it names`() async {
    let probe = await probe(.drifted)
    let form = "StackSetName=rolecall-roles&Filters.member.1.Name=DETAILED_STATUS&Filters.member.1.Values=FAILED"
    let answer = await probe.cloudFormation("ListStackInstances", form)
    #expect(Set(answer.elements("DetailedStatus")) == ["FAILED"])
    #expect(answer.text.contains("the appliance refuses the credential (401)"))
  }

  @Test(arguments: [
    ("DescribeStackSet", "StackSetName=nope", 404, "StackSetNotFoundException"),
    ("DescribeStackSet", "", 400, "ValidationError"),
    ("ListStackSets", "MaxResults=101", 400, "ValidationError"),
    ("ListStackSets", "NextToken=x", 400, "ValidationError"),
    ("ListStackSets", "CallAs=DELEGATED_ADMIN", 400, "ValidationError"),
    ("ListStackSets", "CallAs=BOSS", 400, "ValidationError"),
    (
      "DescribeStackInstance", "StackSetName=rolecall-roles&StackInstanceAccount=0&StackInstanceRegion=x", 404,
      "StackInstanceNotFoundException"
    ),
    ("DescribeStackSetOperation", "StackSetName=rolecall-roles&OperationId=x", 404, "OperationNotFoundException"),
    ("DescribeStacks", "StackName=nope", 400, "ValidationError"), ("Invent", "", 400, "InvalidAction"),
  ])
  func `what AWS refuses is refused`(operation: String, form: String, status: Int, code: String) async {
    let answer = await probe().cloudFormation(operation, form)
    #expect(answer.status == status)
    #expect(answer.elements("Code") == [code])
    #expect(answer.reply.headers.contains { $0.name == "content-type" && $0.value == "text/xml" })
  }

  @Test func `a delegated administrator sees the management account's sets, if it says so`() async {
    let probe = await probe()
    let own = await probe.cloudFormation("ListStackSets", as: probe.keys.delegated)
    #expect(own.elements("StackSetName").isEmpty)
    let delegated = await probe.cloudFormation("ListStackSets", "CallAs=DELEGATED_ADMIN", as: probe.keys.delegated)
    #expect(delegated.elements("StackSetName") == ["rolecall-roles", "org-guardrails"])
  }

  @Test func `automatic targets end with an empty token`() async {
    let answer = await probe().cloudFormation("ListStackSetAutoDeploymentTargets", "StackSetName=rolecall-roles")
    #expect(answer.elements("OrganizationalUnitId").count == 3)
    #expect(answer.elements("NextToken") == [""])
  }

  @Test func `a member sees its own stack and the event that failed`() async throws {
    let probe = await probe(.drifted)
    let failed = try #require(
      await probe.world.perform { state, now in
        state.stackSets.first?.instances.first { $0.settled.reason?.contains("(401)") == true }
      }
    )
    let session = await probe.world.issueSession(
      account: failed.account,
      role: "evidence",
      session: "test",
      lifetime: .seconds(900)
    )
    let member = try #require(
      await probe.world.perform { state, _ in state.identities.identity(accessKeyID: session.accessKeyID) }
    )
    let stack = try #require(failed.settled.stackID)
    let events = await probe.cloudFormation("DescribeStackEvents", "StackName=\(stack)", as: member)
    #expect(events.elements("ResourceStatus").contains("CREATE_FAILED"))
    let stacks = await probe.cloudFormation("DescribeStacks", as: member)
    #expect(stacks.elements("StackStatus") == ["ROLLBACK_COMPLETE"])
  }
}
