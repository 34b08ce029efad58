/// A user of the appliance's web page and API (`/users`); the name is also the id.
package struct PortalUser: Codable, Hashable, Sendable {
  package let name: String
  package let description: String
  package let mfaEnabled: Bool
  package let isDefault: Bool

  private enum CodingKeys: String, CodingKey {
    case name
    case description
    case mfaEnabled
    case isDefault
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    description = try container.decodeIfPresent(String.self, forKey: .description) ?? ""
    mfaEnabled = try container.decodeIfPresent(Bool.self, forKey: .mfaEnabled) ?? false
    isDefault = try container.decodeIfPresent(Bool.self, forKey: .isDefault) ?? false
  }
}

/// The product's version (`/system/version`).
package struct SystemVersion: Codable, Hashable, Sendable {
  package let about: String?
  package let version: String?

  private enum CodingKeys: String, CodingKey {
    case about
    case version
  }
}

/// What the appliance counts (`/statistics/summary`).
package struct StatisticsSummary: Codable, Hashable, Sendable {
  package let instancesCount: Int?
  package let protectedInstancesCount: Int?
  package let policiesCount: Int?
  package let repositoriesCount: Int?
  package let alarmsCount: Int?

  /// What an answer without a body says.
  static let silent = StatisticsSummary(
    instancesCount: nil,
    protectedInstancesCount: nil,
    policiesCount: nil,
    repositoriesCount: nil,
    alarmsCount: nil
  )

  private enum CodingKeys: String, CodingKey {
    case instancesCount
    case protectedInstancesCount
    case policiesCount
    case repositoriesCount
    case alarmsCount
  }
}
