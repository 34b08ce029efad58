/// What a registration is to say: a role of some account, which the appliance assumes with an external id.
package struct RoleSpec: Hashable, Sendable {
  /// At most 127 characters, unique on the appliance.
  package var name: String
  /// At most 255 characters.
  package var description: String
  /// The 12 digits of the role's account.
  package var account: String
  /// The role's name in AWS, with its path if it has one.
  package var roleName: String
  /// Never answered by the appliance, and perhaps cleared by a change that leaves it out: send it each time.
  package var externalID: String?
  /// The appliance's words, such as `EC2Restore`; empty: all of them, and nothing is sent, since old revisions know none.
  package var permissions: [String]

  package init(
    name: String,
    description: String,
    account: String,
    roleName: String,
    externalID: String?,
    permissions: [String] = []
  ) {
    self.name = name
    self.description = description
    self.account = account
    self.roleName = roleName
    self.externalID = externalID
    self.permissions = permissions
  }
}

extension RoleSpec: CustomDebugStringConvertible, CustomReflectable {
  /// Name and role; never the external id.
  package var debugDescription: String { "\(name) (\(account) \(roleName))" }
  package var customMirror: Mirror { Mirror(self, children: ["name": name, "account": account, "role": roleName]) }
}

extension RoleSpec: Encodable {
  // Source: schemas of 1.0-rev0, and a public client of 1.8-rev0 for the permissions.
  private enum CodingKeys: String, CodingKey {
    case name
    case description
    case otherAccount = "IAMRoleFromAnotherAccount"
    case requestedPermissions
  }

  private enum RoleKeys: String, CodingKey {
    case accountId
    case roleName
    case externalId
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(description, forKey: .description)
    if !permissions.isEmpty { try container.encode(permissions, forKey: .requestedPermissions) }
    var role = container.nestedContainer(keyedBy: RoleKeys.self, forKey: .otherAccount)
    try role.encode(account, forKey: .accountId)
    try role.encode(roleName, forKey: .roleName)
    try role.encodeIfPresent(externalID, forKey: .externalId)
  }
}
