/// The id of a stack, `arn:aws:cloudformation:eu-west-1:111122223333:stack/name/8c1f6…`.
package struct StackARN: Hashable, Sendable {
  package let text: String
  package let partition: String
  package let region: String
  /// Twelve digits.
  package let account: String
  package let name: String

  /// Nil for anything else: each part is held to the characters that AWS puts there.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "cloudformation" else { return nil }
    let path = parts[5].split(separator: "/", omittingEmptySubsequences: false)
    guard path.count == 3, path[0] == "stack",
      [parts[1], parts[3], path[1], path[2]].allSatisfy(Self.isPlain),
      parts[4].utf8.count == 12, parts[4].utf8.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    self.text = text
    partition = String(parts[1])
    region = String(parts[3])
    account = String(parts[4])
    name = String(path[1])
  }

  private static func isPlain(_ part: Substring) -> Bool {
    (1...128).contains(part.utf8.count)
      && part.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
      }
  }
}
