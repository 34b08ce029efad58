import Fleet

/// What AWS takes for names of roles and for external ids.
///
/// Source: IAM User Guide, "IAM and AWS STS quotas"; AWS STS API Reference, AssumeRole (`[\w+=,.@:\/-]*`, 2 to 1224).
enum RoleNamePattern {
  /// A name of up to 64 characters, perhaps with a path of up to 512 in front.
  static func matches(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, (1...64).contains(name.utf8.count), text.utf8.count - name.utf8.count <= 512 else {
      return false
    }
    // A path may or may not begin with its slash.
    let path = parts.first == "" ? parts.dropFirst() : parts[...]
    return path.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isOfName) }
  }

  /// Whether `arn` is that of the role; `roleName` may lack the path that the ARN has.
  static func matches(arn: String, account: AccountID, roleName: String) -> Bool {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "iam", parts[4] == account.rawValue,
      parts[5].hasPrefix("role/")
    else { return false }
    let named = parts[5].dropFirst("role/".count)
    return named == roleName.trimmingPrefix("/") || named.split(separator: "/").last == roleName[...]
  }

  static func isExternalID(_ text: String) -> Bool {
    (2...1224).contains(text.utf8.count) && text.utf8.allSatisfy { isOfName($0) || ":/".utf8.contains($0) }
  }

  /// The appliance's words, such as `EC2Restore`.
  static func isPermission(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(isAlphanumeric)
  }

  private static func isOfName(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || "_+=,.@-".utf8.contains(byte) }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
