/// The variables a program was started with, as a value.
///
/// Nothing below the executable looks at the process itself: tests and several contexts in one process each bring their own.
package struct ProcessEnvironment: Hashable, Sendable {
  package let variables: [String: String]
  /// The Unix user who runs the program; names role sessions.
  package let userName: String?

  /// Takes the variables over; the user's name is read from `USER` or `LOGNAME` when nobody gives it.
  package init(_ variables: [String: String], userName: String? = nil) {
    self.variables = variables
    self.userName = userName ?? variables["USER"] ?? variables["LOGNAME"]
  }

  /// The value of a variable; one that is set to nothing counts as not set.
  package subscript(name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  /// A file in the home folder, or nil where there is no home.
  package func homeFile(_ relativePath: String) -> String? {
    self["HOME"].map { "\($0)/\(relativePath)" }
  }

  /// The path with a leading `~` replaced by the home folder.
  package func expandingHome(in path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = self["HOME"] else { return path }
    return home + path.dropFirst()
  }
}

extension ProcessEnvironment: CustomStringConvertible, CustomReflectable {
  /// How many variables there are: some of them are secrets.
  package var description: String { "ProcessEnvironment(\(variables.count) variables)" }
  package var customMirror: Mirror { Mirror(self, children: ["count": variables.count]) }
}
