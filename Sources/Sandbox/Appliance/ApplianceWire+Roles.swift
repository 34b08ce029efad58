extension ApplianceWire {
  /// A registered role; of the three kinds exactly one is filled, and an external id is never returned.
  ///
  /// There may be 100,000 in one answer: it is written by hand, in a third of an encoder's time.
  struct IamRole: Sendable {
    let id: String
    let name: String
    let description: String

    /// The account, under the name it has before 1.8.
    let awsid: String?
    let awsAccountId: String?
    let regionType: String
    let kind: Kind
    let accountPermissions: [String]?
    let links: [Link]

    enum Kind: Sendable {
      case accessKeys(accessKey: String, defaultRegion: String)
      case sameAccount(parent: String, roleName: String, isDefault: Bool)
      case otherAccount(parent: String, accountId: String, roleName: String)
    }

    func write(to json: inout JSONWriter) {
      json.member("id", id)
      json.member("name", name)
      json.member("description", description)
      json.member("awsid", awsid)
      json.member("awsAccountId", awsAccountId)
      json.member("regionType", regionType)
      kind.write(to: &json)
      if let accountPermissions {
        json.member("accountPermissions", accountPermissions) { json, permission in json.element(permission) }
      }
      json.member("_links", links) { json, link in json.object { link.write(to: &$0) } }
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

extension ApplianceWire.IamRole.Kind {
  func write(to json: inout JSONWriter) {
    switch self {
    case .accessKeys(let accessKey, let defaultRegion):
      json.member("accessKeys") { json in
        json.member("accessKey", accessKey)
        json.member("defaultRegion", defaultRegion)
      }
    case .sameAccount(let parent, let roleName, let isDefault):
      json.member("IAMRole") { json in
        json.member("parentAmazonAccountId", parent)
        json.member("roleName", roleName)
        json.member("isDefault", isDefault)
      }
    case .otherAccount(let parent, let accountId, let roleName):
      json.member("IAMRoleFromAnotherAccount") { json in
        json.member("parentAmazonAccountId", parent)
        json.member("accountId", accountId)
        json.member("roleName", roleName)
      }
    }
  }
}

extension ApplianceWire.Link {
  func write(to json: inout JSONWriter) {
    json.member("rel", rel)
    json.member("href", href)
    json.member("method", method)
  }
}
