import FoundationEssentials

/// Credentials as the agents of containers and instances write them.
struct MetadataCredentials: Decodable, Sendable {
  private let accessKeyID: String
  private let secretAccessKey: String
  private let token: String
  private let expiration: Date
  private let accountID: String?

  private enum CodingKeys: String, CodingKey {
    case accessKeyID = "AccessKeyId"
    case secretAccessKey = "SecretAccessKey"
    case token = "Token"
    case expiration = "Expiration"
    case accountID = "AccountId"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    accessKeyID = try container.decode(String.self, forKey: .accessKeyID)
    secretAccessKey = try container.decode(String.self, forKey: .secretAccessKey)
    token = try container.decode(String.self, forKey: .token)
    accountID = try container.decodeIfPresent(String.self, forKey: .accountID)
    guard let date = Timestamp.date(try container.decode(String.self, forKey: .expiration)) else {
      throw DecodingError.dataCorruptedError(forKey: .expiration, in: container, debugDescription: "not a time")
    }
    expiration = date
  }

  var credentials: AWSCredentials { credentials(until: expiration) }

  var end: Date { expiration }

  func credentials(until expiration: Date) -> AWSCredentials {
    AWSCredentials(
      accessKeyID: accessKeyID,
      secretAccessKey: secretAccessKey,
      sessionToken: token,
      expiration: expiration,
      accountID: accountID
    )
  }
}
