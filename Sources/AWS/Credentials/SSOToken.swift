import FoundationEssentials

/// The content of a token file in `~/.aws/sso/cache`, as the AWS CLI writes it.
struct SSOToken: Codable, Hashable, Sendable {
  var startUrl: String?
  var region: String?
  var accessToken: String
  var expiresAt: String
  var clientId: String?
  var clientSecret: String?
  var registrationExpiresAt: String?
  var refreshToken: String?

  /// The end of the access token; one that cannot be read has passed.
  var expiration: Date { Timestamp.date(expiresAt) ?? .distantPast }

  /// What renews the token, while the client's registration lasts.
  func renewal(at now: Date) -> Renewal? {
    guard
      let clientId, let clientSecret, let refreshToken,
      let registrationExpiresAt, let registrationEnd = Timestamp.date(registrationExpiresAt), registrationEnd > now
    else { return nil }
    return Renewal(clientID: clientId, clientSecret: clientSecret, refreshToken: refreshToken)
  }

  struct Renewal: Hashable, Sendable {
    let clientID: String
    let clientSecret: String
    let refreshToken: String
  }
}

extension SSOToken: CustomStringConvertible, CustomReflectable {
  var description: String { "SSOToken(until \(expiresAt))" }
  var customMirror: Mirror { Mirror(self, children: ["expiresAt": expiresAt]) }
}
