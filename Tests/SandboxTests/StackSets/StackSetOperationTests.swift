import Foundation
import TestSupport
import Testing

@testable import Sandbox

struct StackSetOperationTests {
  private static let current = ["CURRENT", "SUCCEEDED"]

  @Test func `instances become current when their stacks are made`() async throws {
    let site = try await StackSetSite()
    // Time stands still while this is looked at.
    site.world.clock.begin()
    let id = try #require(
      await site.call("CreateStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)").elements("OperationId").first
    )
    #expect(Set(try await site.states().values) == [["OUTDATED", "RUNNING"]])
    #expect(await site.status(id) == "RUNNING")
    site.world.clock.end()
    await site.world.settle()
    #expect(await site.status(id) == "SUCCEEDED")
    let instances = try await site.instances()
    #expect(instances.keys.sorted() == site.accounts)
    for (account, condition) in instances {
      #expect(condition.status == .current)
      let stack = try #require(condition.stackID)
      #expect(stack.hasPrefix("arn:aws:cloudformation:eu-west-1:\(account):stack/StackSet-mine-"))
    }
  }

  @Test func `a failure's reason names the resource, and defaults stop at the first one`() async throws {
    let site = try await StackSetSite()
    let first = try #require(site.accounts.first)
    site.kind.fail(first, [.create])
    let id = try await site.done("CreateStackInstances", site.only(site.accounts))
    #expect(await site.status(id) == "FAILED")
    let results = await site.call("ListStackSetOperationResults", "OperationId=\(id)")
    let failed = try await site.instances().filter { $0.value.detailed == .failed }
    let cancelled = try await site.instances().filter { $0.value.detailed == .cancelled }
    #expect(Array(failed.keys) == [first])
    #expect(
      failed[first]?.reason
        == "ResourceLogicalId:Probe, ResourceType:Custom::Probe, ResourceStatusReason:create refused by the script."
    )
    #expect(failed[first]?.stackID != nil)
    #expect(Set(cancelled.values.map(\.reason)) == ["Cancelled since failure tolerance has exceeded"])
    #expect(results.elements("Status").filter { $0 == "CANCELLED" }.count == cancelled.count)
    #expect(site.kind.mostAtOnce == 1)
  }

  @Test func `the preferences hold how many stacks are made at once`() async throws {
    let site = try await StackSetSite()
    try await site.done(
      "CreateStackInstances",
      "\(site.whole)&OperationPreferences.MaxConcurrentCount=2"
        + "&OperationPreferences.ConcurrencyMode=SOFT_FAILURE_TOLERANCE"
    )
    #expect(site.kind.mostAtOnce == 2)
    #expect(Set(try await site.states().values) == [Self.current])
  }

  @Test(arguments: [
    "OperationPreferences.MaxConcurrentCount=0", "OperationPreferences.MaxConcurrentPercentage=101",
    "OperationPreferences.FailureToleranceCount=1&OperationPreferences.FailureTolerancePercentage=1",
    "OperationPreferences.MaxConcurrentCount=1&OperationPreferences.MaxConcurrentPercentage=1",
    "OperationPreferences.ConcurrencyMode=HARD", "OperationId=-x", "OperationId=a%20b",
    "ParameterOverrides.member.1.ParameterKey=Nobody&ParameterOverrides.member.1.ParameterValue=x",
  ])
  func `what contradicts itself is refused before anything changes`(form: String) async throws {
    let site = try await StackSetSite()
    let answer = await site.call("CreateStackInstances", "\(site.whole)&\(form)")
    #expect(answer.elements("Code") == ["ValidationError"])
    #expect(try await site.instances().isEmpty)
  }

  @Test func `without managed execution a second operation is refused`() async throws {
    let site = try await StackSetSite(managed: false)
    // Time stands still while this is looked at.
    site.world.clock.begin()
    #expect(await site.call("CreateStackInstances", site.whole).status == 200)
    let second = await site.call("DeleteStackInstances", "\(site.whole)&RetainStacks=false")
    #expect(second.status == 409)
    #expect(second.elements("Code") == ["OperationInProgressException"])
    site.world.clock.end()
    await site.world.settle()
    #expect(await site.call("DeleteStackInstances", "\(site.whole)&RetainStacks=false").status == 200)
  }

  @Test func `with managed execution those that would meet wait in order`() async throws {
    let site = try await StackSetSite()
    let (one, other) = (Array(site.accounts.prefix(1)), Array(site.accounts.dropFirst()))
    func id(_ operation: String, _ form: String) async throws -> String {
      try #require(await site.call(operation, form).elements("OperationId").first)
    }
    // Time stands still while this is looked at.
    site.world.clock.begin()
    let first = try await id("CreateStackInstances", site.only(one))
    let beside = try await id("CreateStackInstances", site.only(other))
    #expect(await site.status(first) == "RUNNING")
    #expect(await site.status(beside) == "RUNNING")
    let update = try await id("UpdateStackInstances", site.only(one))
    #expect(await site.status(update) == "QUEUED")
    site.world.clock.end()
    await site.world.settle()
    for operation in [first, beside, update] { #expect(await site.status(operation) == "SUCCEEDED") }
    func end(_ id: String) async -> String {
      await site.call("DescribeStackSetOperation", "OperationId=\(id)").elements("EndTimestamp").first ?? ""
    }
    #expect(await end(first) <= end(update))
  }

  @Test func `while one waits, all new ones wait behind it`() async throws {
    let site = try await StackSetSite()
    let one = site.only(Array(site.accounts.prefix(1)))
    // Time stands still while this is looked at.
    site.world.clock.begin()
    #expect(await site.call("CreateStackInstances", one).status == 200)
    #expect(await site.call("UpdateStackInstances", one).status == 200)
    let free = await site.call("CreateStackInstances", site.only(Array(site.accounts.suffix(1))))
    #expect(await site.status(try #require(free.elements("OperationId").first)) == "QUEUED")
    site.world.clock.end()
  }

  @Test func `a stop lets the running one end and cancels the others`() async throws {
    let site = try await StackSetSite()
    // Time stands still while this is looked at.
    site.world.clock.begin()
    let id = try #require(await site.call("CreateStackInstances", site.whole).elements("OperationId").first)
    #expect(await site.call("StopStackSetOperation", "OperationId=\(id)").status == 200)
    #expect(await site.status(id) == "STOPPING")
    site.world.clock.end()
    await site.world.settle()
    #expect(await site.status(id) == "STOPPED")
    let words = try await site.states().values
    #expect(words.filter { $0 == Self.current }.count == 1)
    #expect(words.filter { $0 == ["OUTDATED", "CANCELLED"] }.count == site.accounts.count - 1)
    let again = await site.call("StopStackSetOperation", "OperationId=\(id)")
    #expect(again.elements("Code") == ["InvalidOperationException"])
  }

  @Test func `an operation id is taken once`() async throws {
    let site = try await StackSetSite()
    #expect(try await site.done("CreateStackInstances", "\(site.whole)&OperationId=mine-1") == "mine-1")
    let again = await site.call("CreateStackInstances", "\(site.whole)&OperationId=mine-1")
    #expect(again.elements("Code") == ["OperationIdAlreadyExistsException"])
    #expect(again.status == 409)
  }

  @Test func `only the instances that are missing are made`() async throws {
    let site = try await StackSetSite()
    try await site.done("CreateStackInstances", site.only(Array(site.accounts.prefix(1))))
    let id = try await site.done("CreateStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)")
    let results = await site.call("ListStackSetOperationResults", "OperationId=\(id)")
    #expect(results.elements("Account").sorted() == Array(site.accounts.dropFirst()))
    #expect(site.kind.calls.count == site.accounts.count)
  }
}
