/// A value of the `x-api-version` header, such as `1.7-rev0`.
package struct ApplianceRevision: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let minor: Int
  package let revision: Int

  package init(minor: Int, revision: Int = 0) {
    self.minor = minor
    self.revision = revision
  }

  /// Reads `1.<minor>-rev<revision>`; nil for anything else.
  package init?(_ text: String) {
    guard text.hasPrefix("1.") else { return nil }
    let parts = text.dropFirst(2).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("rev"),
      let minor = Self.number(parts[0]), let revision = Self.number(parts[1].dropFirst(3))
    else { return nil }
    self.init(minor: minor, revision: revision)
  }

  package var description: String { "1.\(minor)-rev\(revision)" }

  package static func < (left: ApplianceRevision, right: ApplianceRevision) -> Bool {
    (left.minor, left.revision) < (right.minor, right.revision)
  }

  /// Digits only: `Int.init` would let a sign through.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}
