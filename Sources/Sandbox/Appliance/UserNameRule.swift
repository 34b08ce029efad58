/// What a portal user may be called.
///
/// Source: user guide of products 10 and 11, account names (read 2026-11).
enum UserNameRule {
  static let longest = 32

  /// The longest name of a user that an identity provider knows.
  static let longestExternal = 125

  /// What is wrong with `name`; empty when it may be used.
  static func objections(to name: String, isExternal: Bool = false) -> [String] {
    var objections: [String] = []
    let limit = isExternal ? longestExternal : longest
    if name.isEmpty { objections.append("The name must not be empty.") }
    if name.unicodeScalars.count > limit { objections.append("The name must have at most \(limit) characters.") }
    if name == "admin" { objections.append("The name admin is reserved.") }
    let stem = name.hasSuffix("$") ? name.dropLast() : name[...]
    if !name.isEmpty, stem.isEmpty || !stem.utf8.allSatisfy(isAllowed) {
      objections.append("The name may contain lower-case Latin letters, digits, _ and -, and end in $.")
    }
    return objections
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
