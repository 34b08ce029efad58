/// The id of an organizational unit (`ou-…`) or of a root (`r-…`): both are parents of accounts, and AWS takes either
/// wherever it asks for a parent or a deployment target.
///
/// Source: AWS Organizations API Reference, Parent (patterns `^r-[0-9a-z]{4,32}$`, `^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$`).
package struct OrganizationalUnitID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible
{
  package let rawValue: String

  package init?(rawValue: String) {
    let isKnownForm = rawValue.hasPrefix("r-") || rawValue.hasPrefix("ou-")
    let isPlain = rawValue.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...122).contains(byte) || byte == 45
    }
    guard isKnownForm, isPlain, rawValue.utf8.count <= 68 else { return nil }
    self.rawValue = rawValue
  }

  /// Whether this is a root's id.
  package var isRoot: Bool { rawValue.hasPrefix("r-") }

  package var description: String { rawValue }

  package static func < (left: OrganizationalUnitID, right: OrganizationalUnitID) -> Bool {
    left.rawValue < right.rawValue
  }
}
