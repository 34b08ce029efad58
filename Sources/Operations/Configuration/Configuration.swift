/// The configuration file as it was read: every key that this release or a later one knows.
package struct Configuration: Hashable, Sendable {
  /// The newest `schema` this release reads.
  package static let schema = 1

  /// The file it was read from.
  package let file: String
  package var current: String?
  /// In the order of the file.
  package var contexts: [Context]
  /// Where `current` stands, for the complaint when it names nothing.
  let currentPosition: ConfigurationError.Position?

  /// The context a command works in: the one asked for, else the current one, else the only one.
  package func context(named name: String? = nil) throws(ConfigurationError) -> Context {
    let names = contexts.map(\.name)
    if let name {
      if let context = contexts.first(where: { $0.name == name }) { return context }
      throw ConfigurationError(file: file, problem: "no context \"\(name)\"; contexts: \(Self.list(names))")
    }
    if let current {
      if let context = contexts.first(where: { $0.name == current }) { return context }
      throw ConfigurationError(
        file: file,
        position: currentPosition,
        path: ["current"],
        problem: "expected the name of a context (\(Self.list(names))), found \"\(current)\""
      )
    }
    if let only = contexts.first, contexts.count == 1 { return only }
    throw ConfigurationError(
      file: file,
      problem: "no `current` says which context to use; contexts: \(Self.list(names))",
      nextStep: "rolecall contexts use NAME, or --context NAME"
    )
  }

  private static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
