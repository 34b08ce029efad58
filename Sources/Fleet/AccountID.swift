/// The number of an AWS account: exactly twelve ASCII digits, leading zeros kept.
package struct AccountID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  /// Refuses everything that is not twelve ASCII digits (digits of other scripts included).
  package init?(rawValue: String) {
    guard rawValue.utf8.count == 12, rawValue.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    self.rawValue = rawValue
  }

  package var description: String { rawValue }

  package static func < (left: AccountID, right: AccountID) -> Bool { left.rawValue < right.rawValue }
}
