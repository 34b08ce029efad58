/// The long-lived credentials of a user.
package struct AccessKey: Hashable, Sendable {
  package let id: String
  package let secret: String

  /// The user's.
  package let arn: String
}
