import Foundation
import Synchronization
import Testing

@testable import Sandbox

struct CreateStackInstancesTests {
  private static let template = """
    Resources:
      Role:
        Type: Custom::VeeamAwsConfigurator
        Properties:
          MemberAccountId: !Ref AWS::AccountId
          Purpose: ec2
    """

  /// A clock that stands until it is moved.
  private final class HandClock: Sendable {
    private let seconds = Mutex(1_795_500_544.0)
    var clock: SandboxClock { SandboxClock { [self] in Date(timeIntervalSince1970: seconds.withLock { $0 }) } }
    func move(_ by: Double) { seconds.withLock { $0 += by } }
  }

  private struct Site {
    let probe: EndpointProbe
    let clock: HandClock
    let infrastructure: String
    let prod: [String]
    let nonProd: [String]
  }

  /// A service-managed stack set `mine` without instances, over a unit whose children hold accounts.
  private func site() async throws -> Site {
    let hand = HandClock()
    let probe = await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 50, clock: hand.clock))
    let body = FormEncoding.encoded(Self.template)
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
      clock: hand,
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

  @Test func `an operation runs by the clock and registers the template's roles`() async throws {
    let site = try await site()
    let before = await site.probe.world.registrations().count
    let id = try #require(await create(site, target(site)).elements("OperationId").first)
    let form = "StackSetName=mine&OperationId=\(id)"
    let running = await site.probe.cloudFormation("DescribeStackSetOperation", form)
    #expect(running.elements("Status") == ["RUNNING"])
    let second = await create(site, target(site))
    #expect(second.elements("Code") == ["OperationInProgressException"])
    #expect(second.status == 409)
    site.clock.move(60)
    let done = await site.probe.cloudFormation("DescribeStackSetOperation", form)
    #expect(done.elements("Status") == ["SUCCEEDED"])
    let count = site.prod.count + site.nonProd.count
    #expect(await site.probe.world.registrations().count == before + count)
    let results = await site.probe.cloudFormation("ListStackSetOperationResults", form)
    #expect(results.elements("Account").count == count)
    let again = await create(site, "\(target(site))&OperationId=\(id)")
    #expect(again.elements("Code") == ["OperationIdAlreadyExistsException"])
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
