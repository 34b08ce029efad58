import Foundation
import Testing

@testable import Sandbox

struct CreateStackInstancesTests {
  private struct Site {
    let probe: EndpointProbe
    let infrastructure: String
    let prod: [String]
    let nonProd: [String]
  }

  /// A service-managed stack set `mine` without instances, over a unit whose children hold accounts.
  private func site() async throws -> Site {
    let clock = SandboxClock.virtual(from: StackSetSite.start)
    let probe = await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 50, clock: clock))
    let body = FormEncoding.encoded(StackSetSite.template())
    let form = "StackSetName=mine&PermissionModel=SERVICE_MANAGED&AutoDeployment.Enabled=false&TemplateBody=\(body)"
    #expect(await probe.cloudFormation("CreateStackSet", form).status == 200)
    let organization = try #require(await probe.world.perform { state, _ in state.organization })
    let unit = try #require(organization.units.firstIndex { $0.name == "Infrastructure" })
    func accounts(_ name: String) -> [String] {
      organization.units[unit].children
        .filter { organization.units[$0].name == name }
        .flatMap { organization.units[$0].accounts.map { organization.accounts[$0].id } }
    }
    return Site(
      probe: probe,
      infrastructure: organization.units[unit].id,
      prod: accounts("Prod"),
      nonProd: accounts("NonProd")
    )
  }

  private func create(_ site: Site, _ more: String) async -> EndpointProbe.Answer {
    await site.probe.cloudFormation("CreateStackInstances", "StackSetName=mine&Regions.member.1=eu-west-1&\(more)")
  }

  private func reached(_ site: Site) async -> Set<String> {
    Set(await site.probe.cloudFormation("ListStackInstances", "StackSetName=mine").elements("Account"))
  }

  private func target(_ site: Site) -> String {
    "DeploymentTargets.OrganizationalUnitIds.member.1=\(site.infrastructure)"
  }

  @Test func `a unit reaches the accounts of the units below it`() async throws {
    let site = try await site()
    #expect(await create(site, target(site)).status == 200)
    #expect(await reached(site) == Set(site.prod + site.nonProd))
  }

  @Test(arguments: ["INTERSECTION", "DIFFERENCE", "NONE", ""])
  func `an account filter says which of them`(filter: String) async throws {
    let site = try await site()
    let one = try #require(site.prod.first)
    let word = filter.isEmpty ? "" : "&DeploymentTargets.AccountFilterType=\(filter)"
    let form = "\(target(site))&DeploymentTargets.Accounts.member.1=\(one)\(word)"
    #expect(await create(site, form).status == 200)
    let all = Set(site.prod + site.nonProd)
    let expected: [String: Set<String>] = ["INTERSECTION": [one], "DIFFERENCE": all.subtracting([one])]
    #expect(await reached(site) == expected[filter, default: all])
    let targets = await site.probe.cloudFormation("ListStackSetAutoDeploymentTargets", "StackSetName=mine")
    #expect(targets.elements("OrganizationalUnitId") == [site.infrastructure])
  }

  @Test(arguments: [
    ("Accounts.member.1=123456789012", "OrganizationalUnitIds should be specified in SERVICE_MANAGED mode"),
    ("DeploymentTargets.OrganizationalUnitIds.member.1=ou-none-12345678", "does not exist"),
    ("DeploymentTargets.Accounts.member.1=12", "12 digits"),
    ("Accounts.member.1=123456789012&OperationId=-", "failed to satisfy constraint"),
  ])
  func `a target that is none is refused`(form: String, words: String) async throws {
    let answer = await create(try await site(), form)
    #expect(answer.elements("Code") == ["ValidationError"])
    #expect(answer.text.contains(words))
  }

  @Test func `the union is not allowed here`() async throws {
    let site = try await site()
    let form = "\(target(site))&DeploymentTargets.AccountFilterType=UNION"
    #expect(await create(site, form).elements("Code") == ["ValidationError"])
  }

  @Test(arguments: [
    ("StackSetName=1st&TemplateBody=Resources:%20{A:%20{Type:%20B}}", "ValidationError"),
    ("StackSetName=new&TemplateBody=nothing", "ValidationError"),
    ("StackSetName=new", "ValidationError"),
    (
      "StackSetName=new&TemplateBody=Resources:%20{A:%20{Type:%20%22AWS::IAM::Role%22}}",
      "InsufficientCapabilitiesException"
    ),
    ("StackSetName=mine&TemplateBody=Resources:%20{A:%20{Type:%20B}}", "NameAlreadyExistsException"),
    (
      "StackSetName=new&PermissionModel=SERVICE_MANAGED&TemplateBody=Resources:%20{A:%20{Type:%20B}}",
      "ValidationError"
    ),
  ])
  func `a stack set that AWS refuses is refused`(form: String, code: String) async throws {
    let answer = await (try await site()).probe.cloudFormation("CreateStackSet", form)
    #expect(answer.elements("Code") == [code])
  }
}
