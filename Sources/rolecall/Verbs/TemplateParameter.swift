import ArgumentParser

/// A template's parameter as flags take it: `Name=value`.
struct TemplateParameter: ExpressibleByArgument, Hashable, Sendable {
  let name: String
  let value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let first = parts[0].utf8.first, (65...90).contains(first),
      parts[0].utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) })
    else { return nil }
    name = String(parts[0])
    value = String(parts[1])
  }

  /// By name; of several values for one parameter the last holds.
  static func values(_ parameters: [TemplateParameter]) -> [String: String] {
    parameters.reduce(into: [:]) { $0[$1.name] = $1.value }
  }
}
