import Crypto
import FoundationEssentials

/// The content of a session file of `aws login`; fields that are not ours are kept as they are.
struct LoginSession: Sendable {
  private var fields: JSONValue

  /// Reads the file's text, or nil when it is no session.
  init?(_ text: String) {
    guard
      let fields = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)),
      fields["accessToken"]?["accessKeyId"]?.text != nil,
      fields["accessToken"]?["secretAccessKey"]?.text != nil,
      fields["refreshToken"]?.text != nil,
      fields["clientId"]?.text != nil
    else { return nil }
    self.fields = fields
  }

  var credentials: AWSCredentials {
    let access = fields["accessToken"]
    return AWSCredentials(
      accessKeyID: access?["accessKeyId"]?.text ?? "",
      secretAccessKey: access?["secretAccessKey"]?.text ?? "",
      sessionToken: access?["sessionToken"]?.text,
      expiration: expiration,
      accountID: access?["accountId"]?.text
    )
  }

  /// The end of the credentials; one that cannot be read has passed.
  var expiration: Date { fields["accessToken"]?["expiresAt"]?.text.flatMap(Timestamp.date) ?? .distantPast }
  var clientID: String { fields["clientId"]?.text ?? "" }
  var refreshToken: String { fields["refreshToken"]?.text ?? "" }
  var proof: DPoPProof? { fields["dpopKey"]?.text.flatMap(DPoPProof.init) }

  /// Takes over what a renewal brought.
  mutating func take(_ answer: CreateOAuth2TokenOutput, at now: Date) {
    guard case .object(var members) = fields, case .object(var access) = members["accessToken"] else { return }
    access["accessKeyId"] = .text(answer.accessToken.accessKeyId)
    access["secretAccessKey"] = .text(answer.accessToken.secretAccessKey)
    access["sessionToken"] = .text(answer.accessToken.sessionToken)
    access["expiresAt"] = .text(Timestamp.text(now.addingTimeInterval(Double(answer.expiresIn))))
    members["accessToken"] = .object(access)
    members["refreshToken"] = .text(answer.refreshToken)
    fields = .object(members)
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(fields)
  }

  /// The file's name for a profile's `login_session`, without its ending.
  static func cacheKey(of name: String) -> String { SHA256.hash(data: Array(name.utf8)).hexadecimal }
}

struct CreateOAuth2TokenInput: Encodable, Sendable {
  let clientId: String
  let refreshToken: String
  var grantType = "refresh_token"
}

struct CreateOAuth2TokenOutput: Decodable, Sendable {
  struct AccessToken: Decodable, Sendable {
    let accessKeyId: String
    let secretAccessKey: String
    let sessionToken: String
  }

  let accessToken: AccessToken
  /// Seconds.
  let expiresIn: Int
  let refreshToken: String
}
