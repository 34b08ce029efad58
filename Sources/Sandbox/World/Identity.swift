import FoundationEssentials

/// Somebody who can sign requests: a user's access key, or a session of a role.
struct Identity: Hashable, Sendable {
  enum Access: Sendable {
    case read
    case write
  }

  let accessKeyID: String
  let secretAccessKey: String
  let account: String
  let arn: String
  /// `AIDA…`, or `AROA…:session`.
  let userID: String
  let access: Access
  /// What must come with the signature; nil for long-lived keys.
  var sessionToken: String?
  var expiresAt: Date?
}
