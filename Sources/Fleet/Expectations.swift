package import FoundationEssentials

/// What a context says its accounts should look like.
package struct Expectations: Hashable, Sendable {
  /// An account that is not meant to have the roles.
  package struct Exclusion: Hashable, Sendable {
    package let account: AccountID
    package let reason: String
    /// The first moment at which the exclusion no longer holds; nil for ever.
    package let until: Date?

    package init(account: AccountID, reason: String, until: Date?) {
      self.account = account
      self.reason = reason
      self.until = until
    }
  }

  /// Roles each account should have registered; nil: as the stack sets' templates declare.
  package var purposes: [Purpose]?
  package var exclusions: [Exclusion]

  package init(purposes: [Purpose]? = nil, exclusions: [Exclusion] = []) {
    self.purposes = purposes
    self.exclusions = exclusions
  }
}
