/// The number of an AWS account: exactly twelve ASCII digits, leading zeros kept.
package struct AccountID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package let rawValue: String

  /// Refuses everything that is not twelve ASCII digits (digits of other scripts included).
  package init?(rawValue: String) {
    guard rawValue.utf8.count == 12, rawValue.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    self.rawValue = rawValue
  }

  package var description: String { rawValue }

  /// The digits as a number, which is in the same order.
  var number: UInt64 { rawValue.utf8.reduce(0) { $0 * 10 + UInt64($1 - 48) } }

  package static func < (left: AccountID, right: AccountID) -> Bool { left.rawValue < right.rawValue }
}
