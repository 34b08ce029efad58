/// The table of keys and commands, for the README.
package enum KeymapTable {
  /// GitHub-flavoured Markdown.
  package static var markdown: String {
    var lines = ["| key | command | what it does | where |", "|---|---|---|---|"]
    for group in Action.Group.allCases {
      for action in Keymap.actions where action.group == group && !action.isHidden {
        let keys = action.keys.map { code($0.label) }.joined(separator: " ")
        let homes = Place.allCases.filter(action.places.contains).map(\.title).joined(separator: ", ")
        lines.append(
          "| \(keys) | \(command(action)) | \(action.title) | \(homes.isEmpty ? "everywhere" : homes) |"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func command(_ action: Action) -> String {
    guard let name = action.command else { return "" }
    return code(action.argument.map { ":\(name) \($0.hint.replacing("|", with: "\\|"))" } ?? ":\(name)")
  }

  private static func code(_ text: String) -> String { "`\(text)`" }
}
