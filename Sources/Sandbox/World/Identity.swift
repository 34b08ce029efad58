import FoundationEssentials

/// Somebody who can sign requests: a user's access key, or a session of a role.
struct Identity: Hashable, Sendable {
  enum Access: Sendable {
    case read
    case write
  }

  /// What the policies of IAM let it do.
  struct Rights: Hashable, Sendable {
    enum Source: Hashable, Sendable {
      /// A user's own policies.
      case documents([PolicyDocument])
      /// Those that a role has when a call comes.
      case role(arn: String)
    }

    let source: Source
    /// What the session was narrowed to when it was opened.
    var sessionPolicy: PolicyDocument?
    /// The function whose code holds the session.
    var sourceFunction: String?
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
  /// Nil for those whose calls no policy is asked about: ``access`` is all there is to them.
  var rights: Rights?
}
