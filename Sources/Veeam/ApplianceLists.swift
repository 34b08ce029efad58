/// A backup policy, as far as it tells which roles it uses.
package struct PolicySummary: Codable, Hashable, Sendable {
  package let id: String
  package let name: String
  package let isEnabled: Bool?
  /// The appliance's ids of the registrations that it works with.
  package let roleIDs: [String]

  private enum CodingKeys: String, CodingKey {
    case id
    case name
    case isEnabled
    case roleIDs
    case replicationSettings
    case replicaSettings
    case backupSettings
  }

  private enum SettingsKeys: String, CodingKey {
    case mapping
    case workerRoleId
  }

  private struct Target: Decodable {
    let targetIAMRoleId: String?
    let targetAmazonAccountId: String?
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
    isEnabled = try container.decodeIfPresent(Bool.self, forKey: .isEnabled)
    if let ids = try container.decodeIfPresent([String].self, forKey: .roleIDs) {
      roleIDs = ids
      return
    }
    var ids = [try RoleReference(from: decoder).id]
    for key in [CodingKeys.replicationSettings, .replicaSettings] {
      // Whatever else stands there is another revision's.
      guard let settings = try? container.nestedContainer(keyedBy: SettingsKeys.self, forKey: key),
        let targets = try? settings.decodeIfPresent([Target].self, forKey: .mapping)
      else { continue }
      ids += targets.map { $0.targetIAMRoleId ?? $0.targetAmazonAccountId }
    }
    if let settings = try? container.nestedContainer(keyedBy: SettingsKeys.self, forKey: .backupSettings) {
      ids.append(try? settings.decodeIfPresent(String.self, forKey: .workerRoleId))
    }
    roleIDs = ids.compactMap { $0 }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encodeIfPresent(isEnabled, forKey: .isEnabled)
    try container.encode(roleIDs, forKey: .roleIDs)
  }
}

/// A backup repository, as far as it tells which role it uses.
package struct RepositorySummary: Codable, Hashable, Sendable {
  package let id: String
  package let name: String
  /// The appliance's id of the registration that it works with.
  package let roleID: String?

  private enum CodingKeys: String, CodingKey {
    case id
    case name
    case roleID
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
    roleID = try container.decodeIfPresent(String.self, forKey: .roleID) ?? RoleReference(from: decoder).id
  }
}

/// Something that ran or runs on the appliance.
package struct SessionSummary: Codable, Hashable, Sendable {
  package let id: String
  package let type: String?
  package let name: String?
  /// Running, NeverExecuted, Succeeded, Warning, Failed, Canceled, or a word of a later revision.
  package let status: String?
  package let reason: String?
  /// Without a zone in the documented sample; UTC is meant.
  package let executionStartTime: String?
  package let executionStopTime: String?
}

/// How policies and repositories name their role: the field's name changed twice.
private struct RoleReference: Decodable {
  let id: String?

  private enum CodingKeys: String, CodingKey {
    case amazonAccountId
    case roleID = "IAMRoleId"
    case identity
  }

  private struct Identity: Decodable {
    let id: String?
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id =
      try container.decodeIfPresent(Identity.self, forKey: .identity)?.id
      ?? container.decodeIfPresent(String.self, forKey: .roleID)
      ?? container.decodeIfPresent(String.self, forKey: .amazonAccountId)
  }
}
