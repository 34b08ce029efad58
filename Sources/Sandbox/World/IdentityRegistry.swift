import FoundationEssentials

/// Access keys, roles and sessions of all accounts.
struct IdentityRegistry: Sendable {
  /// A role that may be assumed.
  struct Role: Hashable, Sendable {
    let arn: String
    let account: String
    let name: String
    let uniqueID: String
    let access: Identity.Access
    /// Accounts whose principals it trusts.
    var trustedAccounts: [String] = []
    var externalID: String?
    var needsMFA = false
    /// Whether a web identity token may assume it.
    var trustsWebIdentity = false
  }

  private var identities: [String: Identity] = [:]
  private(set) var roles: [Role] = []
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, label: "identities") }

  func identity(accessKeyID: String) -> Identity? { identities[accessKeyID] }

  func role(arn: String) -> Role? { roles.first { $0.arn == arn } }

  /// Makes a user with one access key.
  mutating func addUser(
    _ name: String,
    account: String,
    access: Identity.Access,
    rights: Identity.Rights? = nil
  ) -> Identity {
    var identity = Identity(
      accessKeyID: generator.uniqueID("AKIA"),
      secretAccessKey: generator.secretAccessKey(),
      account: account,
      arn: "arn:aws:iam::\(account):user/\(name)",
      userID: generator.uniqueID("AIDA"),
      access: access
    )
    identity.rights = rights
    identities[identity.accessKeyID] = identity
    return identity
  }

  /// Makes a role; `shape` says whom it trusts.
  mutating func addRole(
    _ name: String,
    account: String,
    access: Identity.Access,
    _ shape: (inout Role) -> Void
  ) {
    var role = Role(
      arn: "arn:aws:iam::\(account):role/\(name)",
      account: account,
      name: name,
      uniqueID: generator.uniqueID("AROA"),
      access: access
    )
    shape(&role)
    roles.append(role)
  }

  /// Opens a session and remembers it.
  mutating func issueSession(
    account: String,
    role: String,
    session: String,
    access: Identity.Access,
    rights: Identity.Rights? = nil,
    uniqueID: String? = nil,
    expiresAt: Date
  ) -> SessionCredentials {
    let arn = "arn:aws:sts::\(account):assumed-role/\(role)/\(session)"
    let known = roles.first { $0.account == account && $0.name == role }
    var identity = Identity(
      accessKeyID: generator.uniqueID("ASIA"),
      secretAccessKey: generator.secretAccessKey(),
      account: account,
      arn: arn,
      userID: "\(uniqueID ?? known?.uniqueID ?? generator.uniqueID("AROA")):\(session)",
      access: access,
      sessionToken: "IQoJ" + generator.secretAccessKey() + generator.secretAccessKey(),
      expiresAt: expiresAt
    )
    identity.rights = rights
    identities[identity.accessKeyID] = identity
    return SessionCredentials(
      accessKeyID: identity.accessKeyID,
      secretAccessKey: identity.secretAccessKey,
      sessionToken: identity.sessionToken ?? "",
      expiration: expiresAt,
      arn: arn
    )
  }
}
