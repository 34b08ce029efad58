import Foundation
import Testing

@testable import Sandbox

struct AutomaticDeploymentTests {
  private static func automatic(retaining: Bool) -> String {
    "AutoDeployment.Enabled=true&AutoDeployment.RetainStacksOnAccountRemoval=\(retaining)"
  }

  /// A stack set that follows a unit, deployed to it.
  private func deployed(retaining: Bool = true) async throws -> StackSetSite {
    let site = try await StackSetSite(automatic: Self.automatic(retaining: retaining))
    try await site.done("CreateStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)")
    return site
  }

  private func unit(_ name: String, _ site: StackSetSite) throws -> String {
    try #require(site.organization.units.first { $0.name == name }?.id)
  }

  private func move(_ account: String, to unit: String, _ site: StackSetSite) async throws {
    let parents = try await site.probe.organizations("ListParents", #"{"ChildId":"\#(account)"}"#).json()
    let parent = try #require((parents["Parents"] as? [[String: Any]])?.first?["Id"] as? String)
    let body = """
      {"AccountId":"\(account)","SourceParentId":"\(parent)","DestinationParentId":"\(unit)"}
      """
    #expect(await site.probe.organizations("MoveAccount", body).status == 200)
    await site.world.settle()
  }

  private func newAccount(_ site: StackSetSite) async throws -> String {
    let body = #"{"AccountName":"new","Email":"new@acme.example"}"#
    let answer = try await site.probe.organizations("CreateAccount", body).json()
    let status = try #require(answer["CreateAccountStatus"] as? [String: Any])
    await site.world.settle()
    let id = try #require(status["Id"] as? String)
    let later = try await site.probe.organizations(
      "DescribeCreateAccountStatus",
      #"{"CreateAccountRequestId":"\#(id)"}"#
    ).json()
    return try #require((later["CreateAccountStatus"] as? [String: Any])?["AccountId"] as? String)
  }

  @Test func `an account that moves into a target gets its stack`() async throws {
    let site = try await deployed()
    let account = try await newAccount(site)
    #expect(try await site.instances()[account] == nil)
    try await move(account, to: site.unit, site)
    #expect(try await site.states()[account] == ["CURRENT", "SUCCEEDED"])
    let operations = await site.call("ListStackSetOperations")
    #expect(operations.elements("Action").first == "CREATE")
    #expect(operations.elements("Status").first == "SUCCEEDED")
  }

  @Test func `with the root as target a new account gets its stack`() async throws {
    let site = try await StackSetSite(automatic: Self.automatic(retaining: true))
    let root = "DeploymentTargets.OrganizationalUnitIds.member.1=\(site.organization.root.id)"
    try await site.done("CreateStackInstances", "\(root)&Regions.member.1=eu-west-1&\(StackSetSite.allAtOnce)")
    let account = try await newAccount(site)
    #expect(try await site.states()[account] == ["CURRENT", "SUCCEEDED"])
    #expect(try await site.instances()[site.organization.managementAccount] == nil)
  }

  @Test(arguments: [true, false])
  func `one that moves out leaves the set, and its stack stays if it should`(retaining: Bool) async throws {
    let site = try await deployed(retaining: retaining)
    let account = try #require(site.accounts.first)
    try await move(account, to: try unit("Sandbox", site), site)
    #expect(try await site.instances()[account] == nil)
    #expect(site.kind.accounts(.delete) == (retaining ? [] : [account]))
  }

  @Test func `one that moves between targets keeps its stack`() async throws {
    let site = try await deployed(retaining: false)
    let other = try unit("Security", site)
    let form = "DeploymentTargets.OrganizationalUnitIds.member.1=\(other)&Regions.member.1=eu-west-1"
    try await site.done("CreateStackInstances", "\(form)&\(StackSetSite.allAtOnce)")
    let account = try #require(site.accounts.first)
    let before = try await site.instances()[account]
    try await move(account, to: other, site)
    #expect(try await site.instances()[account] == before)
    let shown = await site.call("ListStackInstances", "StackInstanceAccount=\(account)")
    #expect(shown.elements("OrganizationalUnitId") == [other])
  }

  @Test func `a filter of an earlier call does not hold an account back`() async throws {
    let site = try await StackSetSite(automatic: Self.automatic(retaining: true))
    let account = try #require(site.accounts.first)
    let form =
      "\(site.whole)&DeploymentTargets.AccountFilterType=DIFFERENCE"
      + "&DeploymentTargets.Accounts.member.1=\(account)"
    try await site.done("CreateStackInstances", "\(form)&\(StackSetSite.allAtOnce)")
    #expect(try await site.instances()[account] == nil)
    try await move(account, to: try unit("Sandbox", site), site)
    try await move(account, to: site.unit, site)
    #expect(try await site.states()[account] == ["CURRENT", "SUCCEEDED"])
  }

  @Test func `a closed account keeps its instance, and operations skip it`() async throws {
    let site = try await deployed(retaining: false)
    let account = try #require(site.accounts.first)
    #expect(await site.probe.organizations("CloseAccount", #"{"AccountId":"\#(account)"}"#).status == 200)
    await site.world.settle()
    #expect(try await site.states()[account] == ["CURRENT", "SUCCEEDED"])
    let changed = "TemplateBody=\(FormEncoding.encoded(StackSetSite.template("changed")))"
    let id = try await site.done("UpdateStackSet", "\(changed)&\(StackSetSite.allAtOnce)")
    #expect(await site.status(id) == "SUCCEEDED")
    #expect(try await site.states()[account] == ["OUTDATED", "SKIPPED_SUSPENDED_ACCOUNT"])
    #expect(!site.kind.accounts(.update).contains(account))
    try await site.done("DeleteStackInstances", "\(site.only([account]))&RetainStacks=true")
    #expect(try await site.instances()[account] == nil)
  }

  @Test func `a closed account is not closed again, nor is the management account`() async throws {
    let site = try await deployed()
    let account = try #require(site.accounts.first)
    let body = #"{"AccountId":"\#(account)"}"#
    #expect(await site.probe.organizations("CloseAccount", body).status == 200)
    let again = await site.probe.organizations("CloseAccount", body)
    #expect(again.text.contains("AccountAlreadyClosedException"))
    let management = #"{"AccountId":"\#(site.organization.managementAccount)"}"#
    let refused = await site.probe.organizations("CloseAccount", management)
    #expect(refused.text.contains("ConstraintViolationException"))
  }

  @Test func `automatic operations wait for those that run`() async throws {
    let site = try await StackSetSite(automatic: Self.automatic(retaining: true), duration: .seconds(60))
    #expect(await site.call("CreateStackInstances", site.whole).status == 200)
    let account = try #require(site.accounts.first)
    let sandbox = try unit("Sandbox", site)
    let parent = try #require(site.organization.account(account)?.unit)
    let body = """
      {"AccountId":"\(account)","SourceParentId":"\(site.organization.units[parent].id)",\
      "DestinationParentId":"\(sandbox)"}
      """
    #expect(await site.probe.organizations("MoveAccount", body).status == 200)
    #expect(await site.call("ListStackSetOperations").elements("Status") == ["QUEUED", "RUNNING"])
    await site.world.settle()
    #expect(try await site.instances()[account] == nil)
  }
}
