import Foundation
import Testing

@testable import Sandbox

struct StackSetUpdateTests {
  private static let body = "TemplateBody=\(FormEncoding.encoded(StackSetSite.template("changed")))"
  private static let previous =
    "UsePreviousTemplate=true&Parameters.member.1.ParameterKey=Greeting"
    + "&Parameters.member.1.UsePreviousValue=true"

  private func deployed() async throws -> StackSetSite {
    let site = try await StackSetSite()
    try await site.done("CreateStackInstances", "\(site.whole)&\(StackSetSite.allAtOnce)")
    return site
  }

  private func greetings(_ site: StackSetSite) -> Set<String> {
    Set(site.kind.calls.filter { $0.wish == .update }.map(\.greeting))
  }

  @Test func `a new template reaches all`() async throws {
    let site = try await deployed()
    try await site.done("UpdateStackSet", "\(Self.body)&\(StackSetSite.allAtOnce)")
    #expect(site.kind.accounts(.update) == Set(site.accounts))
    #expect(greetings(site) == ["changed"])
    #expect(Set(try await site.states().values) == [["CURRENT", "SUCCEEDED"]])
  }

  @Test func `a new template makes all outdated, and only those named are updated`() async throws {
    let site = try await deployed()
    let one = try #require(site.accounts.first)
    try await site.done("UpdateStackSet", "\(Self.body)&\(site.only([one]))")
    #expect(site.kind.accounts(.update) == [one])
    let states = try await site.states()
    #expect(states[one] == ["CURRENT", "SUCCEEDED"])
    #expect(Set(states.filter { $0.key != one }.values) == [["OUTDATED", "PENDING"]])
    // Without targets those that are outdated come next, and no others.
    try await site.done("UpdateStackSet", "\(Self.previous)&\(StackSetSite.allAtOnce)")
    #expect(site.kind.calls.filter { $0.wish == .update }.count == site.accounts.count)
  }

  @Test func `nothing changed and one named leaves the others alone`() async throws {
    let site = try await deployed()
    let one = try #require(site.accounts.first)
    let id = try await site.done("UpdateStackSet", "\(Self.previous)&\(site.only([one]))")
    let results = await site.call("ListStackSetOperationResults", "OperationId=\(id)")
    #expect(results.elements("Account") == [one])
    #expect(results.elements("Status").first == "SUCCEEDED")
    #expect(Set(try await site.states().values) == [["CURRENT", "SUCCEEDED"]])
  }

  @Test func `the definition stays changed when the operation fails`() async throws {
    let site = try await deployed()
    for account in site.accounts { site.kind.fail(account, [.update], greeting: "changed") }
    let id = try await site.done("UpdateStackSet", Self.body)
    #expect(await site.status(id) == "FAILED")
    #expect(await site.call("DescribeStackSet").text.contains("Default: changed"))
    #expect(try await site.states().values.filter { $0 == ["OUTDATED", "FAILED"] }.count == 1)
    // What failed is rolled back, and can be updated again.
    for account in site.accounts { site.kind.fail(account, []) }
    try await site.done("UpdateStackSet", "\(Self.previous)&\(StackSetSite.allAtOnce)")
    #expect(Set(try await site.states().values) == [["CURRENT", "SUCCEEDED"]])
  }

  @Test func `automatic deployment is not changed together with targets`() async throws {
    let site = try await deployed()
    let form = "\(Self.previous)&\(site.whole)&AutoDeployment.Enabled=false"
    #expect(await site.call("UpdateStackSet", form).elements("Code") == ["ValidationError"])
    try await site.done(
      "UpdateStackSet",
      "\(Self.previous)&AutoDeployment.Enabled=true"
        + "&AutoDeployment.RetainStacksOnAccountRemoval=true"
    )
    let set = await site.call("DescribeStackSet")
    #expect(set.elements("RetainStacksOnAccountRemoval") == ["true"])
    #expect(site.kind.accounts(.update).isEmpty)
  }

  @Test func `a parameter that has to be repeated is asked for`() async throws {
    let site = try await deployed()
    let body = FormEncoding.encoded(
      """
      Parameters: {Name: {Type: String}}
      Resources: {Probe: {Type: Custom::Probe, Properties: {ServiceToken: x, Greeting: !Ref Name}}}
      """
    )
    let answer = await site.call("UpdateStackSet", "TemplateBody=\(body)")
    #expect(answer.text.contains("Parameters: [Name] must have values"))
    let extra = await site.call("UpdateStackSet", "\(Self.body)&Parameters.member.1.ParameterKey=Other")
    #expect(extra.text.contains("Parameters: [Other] do not exist in the template"))
  }

  // MARK: Values of an instance's own

  private static func override(_ value: String) -> String {
    "ParameterOverrides.member.1.ParameterKey=Greeting&ParameterOverrides.member.1.ParameterValue=\(value)"
  }

  @Test func `an instance's own value holds until a list leaves it out`() async throws {
    let site = try await deployed()
    let one = try #require(site.accounts.first)
    func greeting(_ form: String) async throws -> String? {
      try await site.done("UpdateStackInstances", "\(site.only([one]))&\(form)")
      return site.kind.calls.last { $0.account == one }?.greeting
    }
    #expect(try await greeting(Self.override("own")) == "own")
    // Nothing said keeps it, so that the resource has nothing to do.
    let calls = site.kind.calls.count
    #expect(try await greeting("") == "own")
    #expect(site.kind.calls.count == calls)
    let kept = "ParameterOverrides.member.1.ParameterKey=Greeting&ParameterOverrides.member.1.UsePreviousValue=true"
    #expect(try await greeting(kept) == "own")
    let shown = await site.call("DescribeStackInstance", "StackInstanceAccount=\(one)&StackInstanceRegion=eu-west-1")
    #expect(shown.elements("ParameterValue") == ["own"])
    #expect(try await greeting("ParameterOverrides=") == "hello")
  }

  @Test func `only instances that are there are updated`() async throws {
    let site = try await StackSetSite()
    let answer = await site.call("UpdateStackInstances", site.only(Array(site.accounts.prefix(1))))
    #expect(answer.elements("Code") == ["StackInstanceNotFoundException"])
    #expect(answer.status == 404)
  }
}
