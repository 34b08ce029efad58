/// Who signs in to an appliance.
package struct ApplianceCredential: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  package let username: String
  package let password: String

  package init(username: String, password: String) {
    self.username = username
    self.password = password
  }

  /// The user; never the password.
  package var description: String { username }
  package var debugDescription: String { username }
  package var customMirror: Mirror { Mirror(self, children: ["username": username]) }
}
