/// One version of a secret; printing one shows nothing of it.
package struct SecretVersion<Value: Sendable>: Sendable {
  /// Secrets Manager's id of the version.
  package let id: String
  package let value: Value
}

extension SecretVersion: CustomStringConvertible, CustomReflectable {
  package var description: String { "SecretVersion" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Which version of a secret is meant.
package enum SecretSelector: Hashable, Sendable {
  case stage(String)
  case version(String)

  package static let current = stage("AWSCURRENT")
  package static let pending = stage("AWSPENDING")
}
