import Foundation
import Testing

@testable import Sandbox

/// A small organization on virtual time with a stack set `mine`, whose only resource a test scripts.
struct StackSetSite {
  static let start = Date(timeIntervalSince1970: 1_795_500_544)

  /// A template with one custom resource that passes a parameter on.
  static func template(_ greeting: String = "hello") -> String {
    """
    Parameters:
      Greeting:
        Type: String
        Default: \(greeting)
    Resources:
      Probe:
        Type: Custom::Probe
        Properties:
          ServiceToken: arn:aws:lambda:eu-west-1:111111111111:function:probe
          Greeting: !Ref Greeting
    """
  }

  let world: World
  let probe: EndpointProbe
  let kind: ScriptedKind
  let organization: OrganizationRecord
  /// A unit that holds accounts in the units below it.
  let unit: String

  init(
    managed: Bool = true,
    automatic: String = "AutoDeployment.Enabled=false",
    duration: Duration = .seconds(10)
  ) async throws {
    let options = SandboxOptions(scenario: .healthy, accounts: 50, clock: .virtual(from: Self.start))
    kind = ScriptedKind(duration: duration)
    world = World(WorldBuilder(options).build(), clock: options.clock, kinds: ResourceKinds([kind]))
    probe = await EndpointProbe(options, world: world)
    organization = try #require(await world.perform { state, _ in state.organization })
    unit = try #require(organization.units.first { $0.name == "Infrastructure" }?.id)
    let form = """
      StackSetName=mine&PermissionModel=SERVICE_MANAGED&\(automatic)&ManagedExecution.Active=\(managed)\
      &TemplateBody=\(FormEncoding.encoded(Self.template()))
      """
    #expect(await probe.cloudFormation("CreateStackSet", form).status == 200)
  }

  /// The unit's accounts, ordered.
  var accounts: [String] {
    guard let index = organization.unitIndex(unit) else { return [] }
    return organization.accountsBelow(unit: index).map { organization.accounts[$0].id }.sorted()
  }

  /// All at once, whatever fails.
  static let allAtOnce = """
    OperationPreferences.MaxConcurrentPercentage=100&OperationPreferences.FailureTolerancePercentage=100
    """

  /// The whole unit.
  var whole: String { "DeploymentTargets.OrganizationalUnitIds.member.1=\(unit)&Regions.member.1=eu-west-1" }

  /// Some of the unit's accounts.
  func only(_ accounts: [String]) -> String {
    let members = accounts.enumerated().map { "&DeploymentTargets.Accounts.member.\($0 + 1)=\($1)" }.joined()
    return whole + "&DeploymentTargets.AccountFilterType=INTERSECTION" + members
  }

  /// Asks for an operation on the stack set.
  @discardableResult
  func call(_ operation: String, _ form: String = "") async -> EndpointProbe.Answer {
    await probe.cloudFormation(operation, "StackSetName=mine&\(form)")
  }

  /// Has an operation done, and tells its id.
  @discardableResult
  func done(_ operation: String, _ form: String) async throws -> String {
    let answer = await call(operation, form)
    let id = try #require(answer.elements("OperationId").first, "\(answer.text)")
    await world.settle()
    return id
  }

  /// How an operation stands.
  func status(_ operation: String) async -> String? {
    await call("DescribeStackSetOperation", "OperationId=\(operation)").elements("Status").first
  }

  func instances() async throws -> [String: InstanceRecord.Condition] {
    let set = try #require(await world.perform { state, _ in state.stackSets.first { $0.name == "mine" } })
    return Dictionary(uniqueKeysWithValues: set.instances.map { ($0.account, $0.settled) })
  }

  /// Instances by their two words.
  func states() async throws -> [String: [String]] {
    try await instances().mapValues { [$0.status.rawValue, $0.detailed.rawValue] }
  }
}
