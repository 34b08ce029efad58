extension ApplianceWire {
  /// A registered role; of the three kinds exactly one is filled, and an external id is never returned.
  struct IamRole: Encodable, Sendable {
    let id: String
    let name: String
    let description: String

    /// The account, under the name it has before 1.8.
    let awsid: String?
    let awsAccountId: String?
    let regionType: String
    let accessKeys: AccessKeys?
    let sameAccount: SameAccount?
    let otherAccount: OtherAccount?
    let accountPermissions: [String]?
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case id, name, description, awsid, awsAccountId, regionType, accessKeys
      case sameAccount = "IAMRole"
      case otherAccount = "IAMRoleFromAnotherAccount"
      case accountPermissions
      case links = "_links"
    }

    struct AccessKeys: Encodable, Sendable {
      let accessKey: String
      let defaultRegion: String
    }

    struct SameAccount: Encodable, Sendable {
      let parentAmazonAccountId: String
      let roleName: String
      let isDefault: Bool
    }

    struct OtherAccount: Encodable, Sendable {
      let parentAmazonAccountId: String
      let accountId: String
      let roleName: String
    }
  }

  /// The role a policy or repository works with, as 1.8 writes it.
  struct Identity: Encodable, Sendable {
    let id: String
    let type: String
    let awsId: String
    let name: String
    let regionType: String
  }

  struct Policy: Encodable, Sendable {
    let id: String
    let name: String
    let description: String
    let isEnabled: Bool
    let priority: Int
    let backupType: String
    let regionIds: [String]
    let role: RoleReference
    let lastPolicySessionStatus: String
    let usn: Int
    let links: [Link]

    enum CodingKeys: String, CodingKey {
      case id, name, description, isEnabled, priority, backupType, regionIds, lastPolicySessionStatus, usn
      case links = "_links"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(name, forKey: .name)
      try container.encode(description, forKey: .description)
      try container.encode(isEnabled, forKey: .isEnabled)
      try container.encode(priority, forKey: .priority)
      try container.encode(backupType, forKey: .backupType)
      try container.encode(regionIds, forKey: .regionIds)
      try container.encode(lastPolicySessionStatus, forKey: .lastPolicySessionStatus)
      try container.encode(usn, forKey: .usn)
      try container.encode(links, forKey: .links)
      try role.encode(to: encoder)
    }
  }

  struct Repository: Encodable, Sendable {
    let id: String
    let name: String
    let description: String
    let role: RoleReference

    enum CodingKeys: String, CodingKey {
      case id, name, description
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(id, forKey: .id)
      try container.encode(name, forKey: .name)
      try container.encode(description, forKey: .description)
      try role.encode(to: encoder)
    }
  }

  /// How an object names its role: a bare id, whose field was renamed in 1.2, and from 1.8 on an identity object.
  enum RoleReference: Encodable, Sendable {
    case none
    case amazonAccountId(String)
    case roleId(String)
    case identity(Identity)

    enum CodingKeys: String, CodingKey {
      case amazonAccountId, identity
      case roleId = "IAMRoleId"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      switch self {
      case .none: break
      case .amazonAccountId(let id): try container.encode(id, forKey: .amazonAccountId)
      case .roleId(let id): try container.encode(id, forKey: .roleId)
      case .identity(let identity): try container.encode(identity, forKey: .identity)
      }
    }
  }
}
