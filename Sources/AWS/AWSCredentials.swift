package import FoundationEssentials

/// A key pair that signs requests, with its token and end where it has them.
package struct AWSCredentials: Hashable, Sendable {
  package let accessKeyID: String
  package let secretAccessKey: String
  package let sessionToken: String?
  /// When the service stops taking them; nil for keys that last.
  package let expiration: Date?
  /// The account they belong to, where the source says so.
  package let accountID: String?

  package init(
    accessKeyID: String,
    secretAccessKey: String,
    sessionToken: String? = nil,
    expiration: Date? = nil,
    accountID: String? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
    self.accountID = accountID
  }
}

extension AWSCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The key's id only: whatever prints a value of this type must not print a secret.
  package var description: String { "AWSCredentials(\(accessKeyID))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["accessKeyID": accessKeyID]) }
}
