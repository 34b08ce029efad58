/// Where an account stands in its life, as Organizations says it (`Account.State`, or `Status` where State is missing).
///
/// Open: an unknown word is kept and shown, and counts as not active.
package struct AccountState: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static let pendingActivation = AccountState(rawValue: "PENDING_ACTIVATION")
  package static let active = AccountState(rawValue: "ACTIVE")
  package static let suspended = AccountState(rawValue: "SUSPENDED")
  package static let pendingClosure = AccountState(rawValue: "PENDING_CLOSURE")
  package static let closed = AccountState(rawValue: "CLOSED")

  package var description: String { rawValue }
}
