import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A sandbox on virtual time whose world was deployed with the shipped templates and functions.
struct DeployedSite {
  static let roles = DeploymentBuilder.rolesStackSet

  let sandbox: SandboxServer
  let probe: EndpointProbe
  let organization: OrganizationRecord

  var world: World { sandbox.world }

  /// Runs `body` with such a sandbox, and stops it.
  static func with<Value: Sendable>(
    _ scenario: Scenario = .healthy,
    accounts: Int = 20,
    functions: FunctionHost = .functions,
    limit: Duration = .seconds(120),
    _ shape: (inout SandboxOptions) -> Void = { _ in },
    _ body: @escaping @Sendable (DeployedSite) async throws -> Value
  ) async throws -> Value {
    var options = SandboxOptions(
      scenario: scenario,
      accounts: accounts,
      clock: .virtual(from: StackSetSite.start),
      functions: functions
    )
    shape(&options)
    let shaped = options
    return try await withTimeout(limit) {
      try await withSandbox(shaped) { sandbox in
        let probe = await EndpointProbe(shaped, world: sandbox.world)
        let organization = try #require(await sandbox.world.perform { state, _ in state.organization })
        return try await body(DeployedSite(sandbox: sandbox, probe: probe, organization: organization))
      }
    }
  }

  // MARK: Looking

  /// How the roles' instances stand, by account.
  func instances() async throws -> [String: InstanceRecord.Condition] {
    let set = try #require(await world.perform { state, _ in state.stackSets.first { $0.name == Self.roles } })
    return Dictionary(uniqueKeysWithValues: set.instances.map { ($0.account, $0.settled) })
  }

  func condition(_ account: String) async throws -> InstanceRecord.Condition? { try await instances()[account] }

  /// The names of an account's entries on the appliance, ordered.
  func registrations(_ account: String) async -> [String] {
    await world.registrations().filter { $0.account == account && !$0.isFactoryRole }.map(\.name).sorted()
  }

  /// External ids by account and role, as the trust policies have them.
  func externalIDs() async -> [String: String] {
    await world.perform { state, _ in
      var found: [String: String] = [:]
      for account in state.organization?.accounts ?? [] {
        for role in state.iam.roles(of: account.id) {
          let parts = role.trust.text.components(separatedBy: #""sts:ExternalId":""#)
          guard parts.count > 1 else { continue }
          found["\(account.id) \(role.name)"] = parts[1].components(separatedBy: "\"").first ?? ""
        }
      }
      return found
    }
  }

  /// The roles of an account that the roles' stack made.
  func roles(_ account: String) async -> [String] {
    await world.perform { state, _ in
      state.iam.roles(of: account).filter { $0.name.contains("Veeam") }.map(\.name)
    }
  }

  // MARK: Doing

  @discardableResult
  func call(_ operation: String, _ form: String = "") async -> EndpointProbe.Answer {
    await probe.cloudFormation(operation, "StackSetName=\(Self.roles)&\(form)")
  }

  /// Has an operation done, and tells its id.
  @discardableResult
  func done(_ operation: String, _ form: String) async throws -> String {
    let answer = await call(operation, form)
    let id = try #require(answer.elements("OperationId").first, "\(answer.text)")
    await world.settle()
    return id
  }

  /// One account of a unit, as an operation's target.
  func only(_ account: String, of unit: String) -> String {
    """
    DeploymentTargets.OrganizationalUnitIds.member.1=\(unit)&DeploymentTargets.Accounts.member.1=\(account)\
    &DeploymentTargets.AccountFilterType=INTERSECTION&Regions.member.1=eu-west-1
    """
  }

  func unit(_ name: String) throws -> String {
    try #require(organization.units.first { $0.name == name }?.id)
  }

  /// An account of the roles' targets, of those that hold workloads.
  func workload() async throws -> String {
    let workloads = try #require(organization.units.firstIndex { $0.name == "Workloads" })
    let index = try #require(organization.accountsBelow(unit: workloads).first)
    return organization.accounts[index].id
  }

  func move(_ account: String, to unit: String) async throws {
    let parents = try await probe.organizations("ListParents", #"{"ChildId":"\#(account)"}"#).json()
    let parent = try #require((parents["Parents"] as? [[String: Any]])?.first?["Id"] as? String)
    let body = #"{"AccountId":"\#(account)","SourceParentId":"\#(parent)","DestinationParentId":"\#(unit)"}"#
    #expect(await probe.organizations("MoveAccount", body).status == 200)
    await world.settle()
  }

  /// Makes an account and moves it to `unit`.
  func newAccount(in unit: String) async throws -> String {
    let body = #"{"AccountName":"new","Email":"new@acme.example"}"#
    let answer = try await probe.organizations("CreateAccount", body).json()
    let request = try #require((answer["CreateAccountStatus"] as? [String: Any])?["Id"] as? String)
    await world.settle()
    let later = try await probe.organizations(
      "DescribeCreateAccountStatus",
      #"{"CreateAccountRequestId":"\#(request)"}"#
    ).json()
    let account = try #require((later["CreateAccountStatus"] as? [String: Any])?["AccountId"] as? String)
    try await move(account, to: unit)
    return account
  }

  /// Puts a template where stack sets can fetch it, and tells the form that names it.
  func template(_ body: String) async throws -> String {
    let address = try await world.perform { state, now in
      let bucket = "templates-\(state.generator.slug(8))"
      try state.storage.createBucket(bucket, account: state.managementAccount, region: state.homeRegion, at: now)
      _ = try state.storage.putObject(Array(body.utf8), key: "roles.yaml", in: bucket, at: now)
      return "https://\(bucket).s3.eu-west-1.amazonaws.com/roles.yaml"
    }
    return "TemplateURL=\(FormEncoding.encoded(address))&Capabilities.member.1=CAPABILITY_NAMED_IAM"
  }

  /// Every parameter of the roles' stack set as it is, but for those in `changes`.
  func parameters(_ changes: [String: String] = [:]) async throws -> String {
    let set = try #require(await world.perform { state, _ in state.stackSets.first { $0.name == Self.roles } })
    return set.parameters.enumerated().map { number, parameter in
      let prefix = "Parameters.member.\(number + 1)"
      let value =
        changes[parameter.key].map { "\(prefix).ParameterValue=\(FormEncoding.encoded($0))" }
        ?? "\(prefix).UsePreviousValue=true"
      return "\(prefix).ParameterKey=\(parameter.key)&\(value)"
    }.joined(separator: "&")
  }
}
