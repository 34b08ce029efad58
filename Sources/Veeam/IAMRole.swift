/// A role registration on the appliance (`/accounts/amazon`).
///
/// Field names are the API's; all revisions from 1.0-rev0 decode.
package struct IAMRole: Codable, Hashable, Sendable {
  /// A role of the appliance's own account.
  package struct Own: Codable, Hashable, Sendable {
    package let roleName: String
    /// The appliance's factory role.
    package let isDefault: Bool

    private enum CodingKeys: String, CodingKey {
      case roleName
      case isDefault
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      roleName = try container.decode(String.self, forKey: .roleName)
      isDefault = try container.decodeIfPresent(Bool.self, forKey: .isDefault) ?? false
    }
  }

  /// A role of another account, assumed by one of the appliance's roles.
  package struct CrossAccount: Codable, Hashable, Sendable {
    package let accountId: String
    package let roleName: String

    private enum CodingKeys: String, CodingKey {
      case accountId
      case roleName
    }
  }

  package let id: String
  package let name: String
  package let description: String
  /// The AWS account's id: `awsid` up to some revision before 1.8, `awsAccountId` from there.
  package let awsAccountId: String?
  package let regionType: String?
  package let own: Own?
  package let crossAccount: CrossAccount?
  /// Empty before revision 1.5.
  package let accountPermissions: [String]

  /// The account that the role lives in, wherever the revision says it.
  package var accountId: String? { crossAccount?.accountId ?? awsAccountId }
  /// The role's name in AWS, with its path if it has one; nil for access keys.
  package var roleName: String? { crossAccount?.roleName ?? own?.roleName }

  private enum CodingKeys: String, CodingKey {
    case id
    case name
    case description
    case awsid
    case awsAccountId
    case regionType
    case own = "IAMRole"
    case crossAccount = "IAMRoleFromAnotherAccount"
    case accountPermissions
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
    description = try container.decodeIfPresent(String.self, forKey: .description) ?? ""
    awsAccountId =
      try container.decodeIfPresent(String.self, forKey: .awsAccountId)
      ?? container.decodeIfPresent(String.self, forKey: .awsid)
    regionType = try container.decodeIfPresent(String.self, forKey: .regionType)
    own = try container.decodeIfPresent(Own.self, forKey: .own)
    crossAccount = try container.decodeIfPresent(CrossAccount.self, forKey: .crossAccount)
    accountPermissions = try container.decodeIfPresent([String].self, forKey: .accountPermissions) ?? []
  }

  /// As revisions from 1.8 on write it.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(description, forKey: .description)
    try container.encodeIfPresent(awsAccountId, forKey: .awsAccountId)
    try container.encodeIfPresent(regionType, forKey: .regionType)
    try container.encodeIfPresent(own, forKey: .own)
    try container.encodeIfPresent(crossAccount, forKey: .crossAccount)
    if !accountPermissions.isEmpty { try container.encode(accountPermissions, forKey: .accountPermissions) }
  }
}
