import FoundationEssentials

/// Furnishes the backup account: the Lambdas stack, the secrets, and the appliance's users and own role.
struct BackupAccountBuilder {
  static let credentialSecret = "veeam-backup-aws-credentials"
  static let readerSecret = "veeam-console-reader"
  static let lambdasStack = "rolecall-lambdas"

  /// The user made when the appliance was installed, where nobody has set RoleCall up yet.
  static let installationUser = "administrator"
  static let installationPassword = "Sandbox-administrator-1!"

  let seed: UInt64

  /// - Parameters:
  ///   - state: The world.
  ///   - scenario: What it shall look like.
  ///   - isSetUp: Whether the Lambdas stack and its portal user are there.
  func furnish(_ state: inout WorldState, _ scenario: Scenario, isSetUp: Bool) {
    var dice = SeededGenerator(seed: seed, label: "backup")
    var administrator = user("svc-rolecall", .portalAdministrator, &dice)
    let reader = user("console-reader", .portalOperator, &dice)
    let mfa = PortalUser(
      id: dice.uuid(),
      name: "jane.admin",
      password: password(&dice),
      role: .portalAdministrator,
      hasMFA: true
    )
    if isSetUp {
      var credential = secret(Self.credentialSecret, of: administrator, in: state, &dice)
      let readerSecret = secret(Self.readerSecret, of: reader, in: state, &dice)
      state.stacks = [stack(in: state, secret: credential, &dice)]
      if scenario == .halfRotated {
        administrator.password = password(&dice)
        credential.versions.append(Self.pendingVersion(of: administrator, id: dice.uuid()))
      }
      state.secrets = [credential, readerSecret]
    } else {
      administrator = PortalUser(
        id: administrator.id,
        name: Self.installationUser,
        password: Self.installationPassword,
        role: .portalAdministrator
      )
      state.secrets = [secret(Self.readerSecret, of: reader, in: state, &dice)]
    }
    state.portalUsers = [administrator, reader, mfa]
    state.registrations.add(
      Registration(
        id: dice.uuid(),
        name: "Default Backup Restore",
        description: "Role the appliance was installed with",
        account: state.backupAccount,
        roleName: "veeam-appliance-ImpersonationRoleV1-" + dice.text(12, from: Array("ABCDEFGHJKLMNPQRSTUV".utf8)),
        permissions: ["RepositoryPermissions", "BackupAccountWorkerRole"],
        isFactoryRole: true
      )
    )
  }

  /// A version that a rotation left behind: the appliance has its password already.
  static func pendingVersion(of user: PortalUser, id: String, at now: Date = WorldBuilder.reference)
    -> SecretRecord.Version
  {
    .init(
      id: id,
      value: #"{"username":"\#(user.name)","password":"\#(user.password)"}"#,
      stages: ["AWSPENDING"],
      createdAt: now
    )
  }

  private func user(_ name: String, _ role: PortalUser.Role, _ dice: inout SeededGenerator) -> PortalUser {
    PortalUser(id: dice.uuid(), name: name, password: password(&dice), role: role)
  }

  /// Strong enough for every rule an appliance may have: a digit and a special character among letters of both cases.
  private func password(_ dice: inout SeededGenerator) -> String { "Sb" + dice.slug(20) + "7!" }

  private func secret(
    _ name: String,
    of user: PortalUser,
    in state: WorldState,
    _ dice: inout SeededGenerator
  ) -> SecretRecord {
    let suffix = dice.text(6, from: Array("ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz".utf8))
    let created = WorldBuilder.reference.addingTimeInterval(-120 * 86_400)
    let changed = WorldBuilder.reference.addingTimeInterval(-9 * 86_400)
    let value = #"{"username":"\#(user.name)","password":"\#(user.password)"}"#
    let previous = #"{"username":"\#(user.name)","password":"\#(password(&dice))"}"#
    return SecretRecord(
      name: name,
      arn: "arn:aws:secretsmanager:\(state.homeRegion):\(state.backupAccount):secret:\(name)-\(suffix)",
      account: state.backupAccount,
      region: state.homeRegion,
      description: "Portal user \(user.name) of the backup appliance",
      createdAt: created,
      changedAt: changed,
      versions: [
        .init(id: dice.uuid(), value: previous, stages: ["AWSPREVIOUS"], createdAt: created),
        .init(id: dice.uuid(), value: value, stages: ["AWSCURRENT"], createdAt: changed),
      ]
    )
  }

  private func stack(in state: WorldState, secret: SecretRecord, _ dice: inout SeededGenerator) -> StackRecord {
    let (account, region) = (state.backupAccount, state.homeRegion)
    func function(_ name: String) -> String { "arn:aws:lambda:\(region):\(account):function:rolecall-\(name)" }
    return StackRecord(
      id: "arn:aws:cloudformation:\(region):\(account):stack/\(Self.lambdasStack)/\(dice.uuid())",
      name: Self.lambdasStack,
      account: account,
      region: region,
      status: .createComplete,
      createdAt: WorldBuilder.reference.addingTimeInterval(-120 * 86_400),
      outputs: [
        output("RandomExtIdLambdaArn", function("external-id:cfn"), "What the Roles stack calls for external ids"),
        output(
          "VeeamConfiguratorLambdaArn",
          function("configurator:cfn"),
          "What the Roles stack calls to register roles"
        ),
        output("ConfiguratorOpsArn", function("configurator:ops"), "What operators of this account call"),
        output(
          "CredentialRotationLambdaArn",
          function("rotation"),
          "What Secrets Manager calls to rotate the credential"
        ),
        output("SecretArn", secret.arn, "Credential of the portal user"),
        output(
          "CodeSha256",
          dice.text(43, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789+/".utf8)) + "=",
          "Hash of the code that runs"
        ),
      ]
    )
  }

  private func output(_ key: String, _ value: String, _ description: String) -> StackRecord.Output {
    .init(key: key, value: value, description: description)
  }
}
