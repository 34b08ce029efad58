import FoundationEssentials

/// Credentials as metadata service and container agent write them.
struct MetadataCredentials: Encodable, Sendable {
  private let code: String?
  private let type: String?
  private let lastUpdated: String?
  private let accessKeyID: String
  private let secretAccessKey: String
  private let token: String
  private let expiration: String
  private let roleArn: String?

  init(
    _ session: SessionCredentials,
    code: String? = nil,
    type: String? = nil,
    lastUpdated: Date? = nil,
    expiration: Date? = nil,
    roleArn: String? = nil
  ) {
    self.code = code
    self.type = type
    self.lastUpdated = lastUpdated?.ISO8601Format()
    self.accessKeyID = session.accessKeyID
    self.secretAccessKey = session.secretAccessKey
    self.token = session.sessionToken
    self.expiration = (expiration ?? session.expiration).ISO8601Format()
    self.roleArn = roleArn
  }

  enum CodingKeys: String, CodingKey {
    case code = "Code"
    case type = "Type"
    case lastUpdated = "LastUpdated"
    case accessKeyID = "AccessKeyId"
    case secretAccessKey = "SecretAccessKey"
    case token = "Token"
    case expiration = "Expiration"
    case roleArn = "RoleArn"
  }
}
