import Foundation
import Testing

@testable import Sandbox

struct StackSetDeletionTests {
  private func deployed() async throws -> StackSetSite {
    let site = try await StackSetSite()
    try await site.done("CreateStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)")
    return site
  }

  private func targets(_ site: StackSetSite) async -> [String] {
    await site.call("ListStackSetAutoDeploymentTargets").elements("OrganizationalUnitId")
  }

  @Test func `a whole unit goes with its stacks, and leaves the automatic targets`() async throws {
    let site = try await deployed()
    #expect(await targets(site) == [site.unit])
    let id = try await site.done("DeleteStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)&RetainStacks=false")
    #expect(await site.status(id) == "SUCCEEDED")
    #expect(try await site.instances().isEmpty)
    #expect(site.kind.accounts(.delete) == Set(site.accounts))
    #expect(await targets(site).isEmpty)
    let shown = await site.call("DescribeStackSetOperation", "OperationId=\(id)")
    #expect(shown.elements("RetainStacks") == ["false"])
  }

  @Test func `accounts named one by one leave the automatic targets alone`() async throws {
    let site = try await deployed()
    let one = try #require(site.accounts.first)
    try await site.done("DeleteStackInstances", "\(site.only([one]))&RetainStacks=true")
    #expect(try await site.instances().keys.sorted() == Array(site.accounts.dropFirst()))
    #expect(site.kind.accounts(.delete).isEmpty)
    #expect(await targets(site) == [site.unit])
  }

  @Test func `what can't be deleted is inoperable until it is let go`() async throws {
    let site = try await deployed()
    let one = try #require(site.accounts.first)
    site.kind.fail(one, [.delete])
    let id = try await site.done("DeleteStackInstances", "\(site.only([one]))&RetainStacks=false")
    #expect(await site.status(id) == "FAILED")
    let condition = try #require(try await site.instances()[one])
    #expect(condition.status == .inoperable)
    #expect(condition.detailed == .inoperable)
    #expect(condition.reason?.contains("ResourceLogicalId:Probe, ResourceType:Custom::Probe") == true)
    // Updates leave it out.
    let changed = "TemplateBody=\(FormEncoding.encoded(StackSetSite.template("changed")))"
    try await site.done("UpdateStackSet", "\(changed)&\(StackSetSite.allAtOnce)")
    #expect(site.kind.accounts(.update) == Set(site.accounts.dropFirst()))
    #expect(try await site.instances()[one]?.status == .inoperable)
    try await site.done("DeleteStackInstances", "\(site.only([one]))&RetainStacks=true")
    #expect(try await site.instances()[one] == nil)
  }

  @Test func `a set is deleted only when it is empty`() async throws {
    let site = try await deployed()
    let refused = await site.call("DeleteStackSet")
    #expect(refused.status == 409)
    #expect(refused.elements("Code") == ["StackSetNotEmptyException"])
    try await site.done("DeleteStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)&RetainStacks=false")
    #expect(await site.call("DeleteStackSet").status == 200)
    #expect(await site.call("DescribeStackSet").elements("Code") == ["StackSetNotFoundException"])
    #expect(await site.call("DeleteStackSet").status == 200)
  }

  @Test func `whether stacks stay has to be said`() async throws {
    let site = try await deployed()
    #expect(await site.call("DeleteStackInstances", site.whole).elements("Code") == ["ValidationError"])
  }

  @Test func `a failed stack has to go before its instance is made again`() async throws {
    let site = try await StackSetSite()
    let one = try #require(site.accounts.first)
    site.kind.fail(one, [.create])
    try await site.done("CreateStackInstances", site.only([one]))
    site.kind.fail(one, [])
    try await site.done("UpdateStackInstances", site.only([one]))
    let condition = try #require(try await site.instances()[one])
    #expect(condition.detailed == .failed)
    #expect(condition.reason?.contains("is in ROLLBACK_COMPLETE state and can not be updated") == true)
    try await site.done("DeleteStackInstances", "\(site.only([one]))&RetainStacks=false")
    try await site.done("CreateStackInstances", site.only([one]))
    #expect(try await site.states()[one] == ["CURRENT", "SUCCEEDED"])
  }
}
