import Crypto
import Foundation
import Templates
import TestSupport
import Testing

@testable import Sandbox

/// Moving over from the public reference's stacks to ours, in place.
struct MigrationTests {
  @Test func `no external id changes and nothing is deleted`() async throws {
    let reference = try ReferenceTemplates()
    if !reference.isGenuine {
      print("moving over: ROLECALL_REFERENCE names no folder, so templates of the reference's shape stand in for it")
    }
    let functions = ReferenceFunctions()
    try await DeployedSite.with(.fresh, accounts: 12, functions: functions.host(others: .functions)) { site in
      functions.serve(site.world)
      let arns = try await Self.deployReference(reference, site)
      let (ids, entries) = (await site.externalIDs(), await Self.entries(site))
      #expect(ids.count == 2 * 11)
      #expect(entries.count == 2 * 11)
      #expect(Set(functions.requests) == ["Create"])
      let asked = functions.requests.count

      let moved = try await Self.moveLambdas(site)
      #expect(moved == arns)
      try await Self.moveRoles(site, arns)

      let instances = try await site.instances()
      #expect(instances.values.allSatisfy { $0.status == .current && $0.detailed == .succeeded })
      #expect(await site.externalIDs() == ids)
      // The very same entries, now with our mark.
      let after = await Self.entries(site)
      #expect(after.map(\.id) == entries.map(\.id))
      #expect(after.map(\.roleName) == entries.map(\.roleName))
      #expect(after.allSatisfy { $0.description.hasPrefix("rolecall/1 ") })
      #expect(functions.requests.count == asked)
      #expect(await Self.deletions(site).isEmpty)
    }
  }

  // MARK: Steps

  /// Both stacks as the reference has them; tells the functions' ARNs.
  private static func deployReference(
    _ reference: ReferenceTemplates,
    _ site: DeployedSite
  ) async throws -> [String: String] {
    let backup = try #require(await site.world.perform { state, _ in state.site })
    let group = backup.securityGroup
    let outputs = try await stack(
      site,
      reference.lambdas,
      [
        "AwsOrgId": site.organization.id,
        "VeeamConfiguratorLambdaVpcId": backup.vpc,
        "VeeamConfiguratorLambdaSubnetId": backup.subnets[0],
        "VeeamConfiguratorLambdaSecurityGroupId": group,
        "VeeamInstanceIp": "127.0.0.1",
      ]
    ) { try await StackEngine(site.world).create($0) }
    let arns = outputs.filter { ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"].contains($0.key) }
    #expect(arns.count == 2)
    await addPortalUser(site)
    let parameters = form([
      "VeeamInstanceRoleArn": backup.roleARN,
      "VeeamAccountantLambdaArn": arns["VeeamConfiguratorLambdaArn"] ?? "",
      "RandomExtIdLambdaArn": arns["RandomExtIdLambdaArn"] ?? "",
    ])
    let made = await site.call(
      "CreateStackSet",
      "PermissionModel=SERVICE_MANAGED&AutoDeployment.Enabled=true&AutoDeployment.RetainStacksOnAccountRemoval=true"
        + "&Capabilities.member.1=CAPABILITY_IAM&TemplateBody=\(FormEncoding.encoded(reference.roles))&\(parameters)"
    )
    #expect(made.status == 200, "\(made.text)")
    let root = try #require(site.organization.units.first { $0.parent == nil }?.id)
    try await site.done(
      "CreateStackInstances",
      "DeploymentTargets.OrganizationalUnitIds.member.1=\(root)&Regions.member.1=eu-west-1&\(StackSetSite.allAtOnce)"
    )
    return arns
  }

  /// Our Lambdas template over the reference's stack; tells the functions' ARNs.
  private static func moveLambdas(_ site: DeployedSite) async throws -> [String: String] {
    let backup = try #require(await site.world.perform { state, _ in state.site })
    let code = try await upload(site)
    let outputs = try await stack(
      site,
      ShippedTemplate.lambdas.body,
      [
        "OrganizationId": site.organization.id,
        "VpcId": backup.vpc,
        "SubnetIds": backup.subnets[0],
        "SecurityGroupIds": backup.securityGroup,
        "ApplianceHost": "127.0.0.1",
        "AppliancePort": site.sandbox.appliance.url.split(separator: ":").last.map(String.init) ?? "",
        "ApplianceSha256": site.sandbox.appliance.fingerprint.filter { $0 != ":" },
        "CodeBucket": code.bucket,
        "CodeKey": "functions.zip",
        "CodeObjectVersion": code.version,
        "CodeSha256": code.sha256,
        "DeploymentId": "move",
        "MigrateFromReference": "yes",
      ]
    ) { try await StackEngine(site.world).update($0) }
    return outputs.filter { ["RandomExtIdLambdaArn", "VeeamConfiguratorLambdaArn"].contains($0.key) }
  }

  /// Our Roles template over the reference's stack set.
  private static func moveRoles(_ site: DeployedSite, _ arns: [String: String]) async throws {
    let template = try await site.template(ShippedTemplate.roles.body)
    let parameters = form([
      "VeeamInstanceRoleArn": try #require(await site.world.perform { state, _ in state.site?.roleARN }),
      "VeeamConfiguratorLambdaArn": arns["VeeamConfiguratorLambdaArn"] ?? "",
      "RandomExtIdLambdaArn": arns["RandomExtIdLambdaArn"] ?? "",
      "MigrateFromReference": "yes",
    ])
    let answer = await site.call("UpdateStackSet", "\(template)&\(parameters)&\(StackSetSite.allAtOnce)")
    let id = try #require(answer.elements("OperationId").first, "\(answer.text)")
    // Not until the world is at rest: the ping's schedule never ends.
    while await site.call("DescribeStackSetOperation", "OperationId=\(id)").elements("Status").first == "RUNNING" {
      try await site.world.clock.alarm(in: .seconds(10))
    }
  }

  // MARK: Pieces

  private static func stack(
    _ site: DeployedSite,
    _ body: String,
    _ parameters: [String: String],
    _ operate: (StackOrder) async throws -> StackOutcome
  ) async throws -> [String: String] {
    let world = site.world
    var order = StackOrder(
      name: BackupAccountBuilder.lambdasStack,
      account: world.backupAccount,
      region: "eu-west-1",
      template: try Template(body)
    )
    order.capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
    order.parameters = parameters.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }
    let shaped = order
    let outcome = try await world.clock.work { try await operate(shaped) }
    #expect(outcome.isSuccess, "\(outcome.reason ?? outcome.status.rawValue)")
    let outputs = await world.perform { state, _ in state.stacks.first { $0.id == outcome.stackID }?.outputs ?? [] }
    return outputs.reduce(into: [:]) { $0[$1.key] = $1.value }
  }

  private static func form(_ parameters: [String: String]) -> String {
    parameters.sorted { $0.key < $1.key }.enumerated().map { number, parameter in
      let prefix = "Parameters.member.\(number + 1)"
      return "\(prefix).ParameterKey=\(parameter.key)&\(prefix).ParameterValue=\(FormEncoding.encoded(parameter.value))"
    }.joined(separator: "&")
  }

  private static func upload(_ site: DeployedSite) async throws -> (bucket: String, version: String, sha256: String) {
    let archive = Array("any".utf8)
    return try await site.world.perform { state, now in
      let bucket = "code-\(state.generator.slug(8))"
      try state.storage.createBucket(bucket, account: state.backupAccount, region: state.homeRegion, at: now)
      try state.storage.change(bucket) { $0.versioning = .enabled }
      let object = try state.storage.putObject(archive, key: "functions.zip", in: bucket, at: now)
      return (bucket, object.id, Data(SHA256.hash(data: archive)).base64EncodedString())
    }
  }

  /// What the reference leaves to an admin: the generated credential, copied into the appliance by hand.
  private static func addPortalUser(_ site: DeployedSite) async {
    await site.world.perform { state, _ in
      guard let secret = state.secrets.first(where: { $0.name == "veeam-backup-aws-credentials" }),
        let value = secret.version(stage: "AWSCURRENT").flatMap({ Sandbox.JSONValue(Array($0.value.utf8)) }),
        let name = value["username"]?.string, let password = value["password"]?.string
      else { return }
      let id = state.generator.uuid()
      state.portalUsers.append(PortalUser(id: id, name: name, password: password, role: .portalAdministrator))
    }
  }

  private static func entries(_ site: DeployedSite) async -> [Registration] {
    await site.world.registrations().filter { !$0.isFactoryRole }.sorted { $0.name < $1.name }
  }

  /// Custom resources of any account whose deletion was begun.
  private static func deletions(_ site: DeployedSite) async -> [String] {
    await site.world.perform { state, _ in
      state.stacks.flatMap(\.events).filter { event in
        event.resourceType.hasPrefix("Custom::") && "\(event.status)".hasPrefix("DELETE")
      }.map { "\($0.logicalID) \($0.status)" }
    }
  }
}
