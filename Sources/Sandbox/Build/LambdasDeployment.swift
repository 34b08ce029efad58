import Crypto
import FoundationEssentials
import Templates

/// Deploys the Lambdas stack, and gives the appliance the portal user whose credential the stack generated.
struct LambdasDeployment: Sendable {
  /// The template's own default.
  static let portalUser = "rolecall"
  private static let codeKey = "functions.zip"

  let world: World
  let appliance: ApplianceServer

  /// - Parameters:
  ///   - organization: Whose accounts may call the functions.
  ///   - triesPending: Whether the functions try a pending credential when the current one is refused.
  /// - Throws: ``SandboxError/scenario(_:)`` with the reason of the stack.
  func deploy(organization: String, triesPending: Bool) async throws(SandboxError) {
    do throws(ServiceFailure) {
      let order = try await world.perform { (state, now) throws(ServiceFailure) -> StackOrder in
        try self.order(organization: organization, triesPending: triesPending, &state, now)
      }
      world.clock.begin()
      defer { world.clock.end() }
      let outcome = try await StackEngine(world).create(order)
      guard outcome.isSuccess else { throw .validation(outcome.reason ?? outcome.status.rawValue) }
    } catch {
      throw .scenario("stack \(BackupAccountBuilder.lambdasStack): \(error.message)")
    }
    await world.perform { state, _ in Self.addPortalUser(&state) }
  }

  private func order(
    organization: String,
    triesPending: Bool,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> StackOrder {
    let code = try Self.upload(&state, now)
    var order = StackOrder(
      name: BackupAccountBuilder.lambdasStack,
      account: state.backupAccount,
      region: state.homeRegion,
      template: try Template(ShippedTemplate.lambdas.body)
    )
    order.capabilities = ["CAPABILITY_NAMED_IAM"]
    order.isProtected = true
    order.policy = ShippedPolicy.lambdasStack.body
    let port = appliance.url.split(separator: ":").last.map(String.init) ?? ""
    let values = [
      "OrganizationId": organization,
      "VpcId": state.site?.vpc ?? "",
      "SubnetIds": state.site?.subnets.joined(separator: ",") ?? "",
      "CreateSecretsManagerEndpoint": "yes",
      "ApplianceHost": "127.0.0.1",
      "AppliancePort": port,
      "ApplianceSha256": appliance.fingerprint.filter { $0 != ":" },
      "CodeBucket": code.bucket,
      "CodeKey": Self.codeKey,
      "CodeObjectVersion": code.version,
      "CodeSha256": code.sha256,
      "DeploymentId": String(code.sha256.filter { $0.isLetter || $0.isNumber }.prefix(16)),
      "PortalUserName": Self.portalUser,
      "TryPending": triesPending ? "yes" : "no",
    ]
    order.parameters = values.keys.sorted().map { .init(key: $0, value: values[$0]) }
    return order
  }

  // MARK: Code

  private struct Code {
    let bucket: String
    let version: String
    /// In Base64, as Lambda tells it.
    let sha256: String
  }

  /// Puts an archive where setup would: what is in it is of no matter, the functions run in this process.
  private static func upload(_ state: inout WorldState, _ now: Date) throws(ServiceFailure) -> Code {
    let bucket = "rolecall-\(state.backupAccount)-\(state.generator.slug(8))"
    try state.storage.createBucket(bucket, account: state.backupAccount, region: state.homeRegion, at: now)
    try state.storage.change(bucket) { $0.versioning = .enabled }
    let archive = Array("the sandbox runs the functions of this program".utf8)
    let object = try state.storage.putObject(archive, key: codeKey, in: bucket, at: now)
    return Code(
      bucket: bucket,
      version: object.id,
      sha256: Data(SHA256.hash(data: archive)).base64EncodedString()
    )
  }

  // MARK: The credential

  private static func credential(_ state: WorldState) -> (index: Int, password: String)? {
    let outputs = state.stacks.first { $0.name == BackupAccountBuilder.lambdasStack }?.outputs ?? []
    let arn = outputs.first { $0.key == "SecretArn" }?.value
    guard let index = state.secrets.firstIndex(where: { $0.arn == arn }),
      let text = state.secrets[index].version(stage: "AWSCURRENT")?.value,
      let password = JSONValue(Array(text.utf8))?["password"]?.string
    else { return nil }
    return (index, password)
  }

  private static func addPortalUser(_ state: inout WorldState) {
    guard let (_, password) = credential(state) else { return }
    let user = PortalUser(
      id: state.generator.uuid(),
      name: portalUser,
      password: password,
      role: .portalAdministrator
    )
    state.portalUsers.append(user)
  }

  /// A rotation that stopped in the middle: the appliance has the new password, the secret holds it as pending.
  static func rotateHalfway(_ state: inout WorldState, _ now: Date) {
    guard let (secret, password) = credential(state),
      let user = state.portalUsers.firstIndex(where: { $0.name == portalUser })
    else { return }
    state.portalUsers[user].password = String(password.reversed()) + "9!"
    let pending = BackupAccountBuilder.pendingVersion(
      of: state.portalUsers[user],
      id: state.generator.uuid(),
      at: now
    )
    state.secrets[secret].versions.append(pending)
  }

  /// Reserves executions for the configurator: 0 lets nothing of it run.
  ///
  /// - Returns: What was reserved before; nil: nothing.
  static func reserve(_ count: Int?, in world: World) async -> Int? {
    let limit = world.executions.options.accountConcurrency
    return await world.perform { state, _ in
      let configurator = state.functions.values.first {
        $0.account == state.backupAccount && $0.name == "rolecall-configurator"
      }
      guard let configurator else { return nil }
      // What was reserved before fits again, and nothing always does.
      try? state.reserve(count, for: configurator.arn, of: limit)
      return configurator.reservedConcurrency
    }
  }
}
