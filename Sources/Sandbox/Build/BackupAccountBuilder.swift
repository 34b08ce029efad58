import FoundationEssentials

/// Furnishes the backup account: the Lambdas stack, the secrets, and the appliance's users and own role.
struct BackupAccountBuilder {
  static let credentialSecret = "veeam-backup-aws-credentials"
  static let readerSecret = "veeam-console-reader"
  static let lambdasStack = "rolecall-lambdas"

  let seed: UInt64

  func furnish(_ state: inout WorldState) {
    var dice = SeededGenerator(seed: seed, label: "backup")
    let administrator = user("svc-rolecall", .portalAdministrator, &dice)
    let reader = user("console-reader", .portalOperator, &dice)
    let mfa = PortalUser(
      id: dice.uuid(),
      name: "jane.admin",
      password: password(&dice),
      role: .portalAdministrator,
      hasMFA: true
    )
    state.portalUsers = [administrator, reader, mfa]
    let credential = secret(Self.credentialSecret, of: administrator, in: state, &dice)
    state.secrets = [credential, secret(Self.readerSecret, of: reader, in: state, &dice)]
    state.stacks = [stack(in: state, secret: credential, &dice)]
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
    func function(_ name: String, alias: String = "cfn") -> String {
      "arn:aws:lambda:\(region):\(account):function:\(name):\(alias)"
    }
    return StackRecord(
      id: "arn:aws:cloudformation:\(region):\(account):stack/\(Self.lambdasStack)/\(dice.uuid())",
      name: Self.lambdasStack,
      account: account,
      region: region,
      status: .createComplete,
      createdAt: WorldBuilder.reference.addingTimeInterval(-120 * 86_400),
      outputs: [
        .init(key: "SecretArn", value: secret.arn, description: "Credential of the appliance's portal user"),
        .init(key: "ConfiguratorArn", value: function("rolecall-configurator"), description: "Registers roles"),
        .init(
          key: "ConfiguratorOpsArn",
          value: function("rolecall-configurator", alias: "ops"),
          description: "Reads the appliance for consoles"
        ),
        .init(key: "ExternalIdArn", value: function("rolecall-external-id"), description: "Derives external ids"),
        .init(
          key: "CodeSha256",
          value: dice.text(43, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghij0123456789+/".utf8)) + "=",
          description: "Hash of the functions' code"
        ),
      ]
    )
  }
}
