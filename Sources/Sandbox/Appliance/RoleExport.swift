/// The roles as the files the product exports.
struct RoleExport: Sendable {
  private let roles: [Registration]

  init(_ roles: [Registration]) { self.roles = roles }

  var csv: String {
    let rows = roles.map { role in [role.name, role.account, role.roleName, role.description] }
    return ([["Name", "Account", "Role", "Description"]] + rows)
      .map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }
      .joined()
  }

  var xml: String {
    let rows = roles.map { role in
      """
        <Role name="\(Self.escaped(role.name))" account="\(role.account)" \
      role="\(Self.escaped(role.roleName))" description="\(Self.escaped(role.description))"/>

      """
    }
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Roles>\n\(rows.joined())</Roles>\n"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// Control characters have no place in XML 1.0, not even escaped.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
