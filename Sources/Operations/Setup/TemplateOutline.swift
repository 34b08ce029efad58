import Yams

/// The parts of a template that a comparison looks at; its functions stay as they are written.
struct TemplateOutline {
  let parameters: Set<String>
  let resources: [String: Node]
  let outputs: [String: Node]

  /// A text that is no template has no parts.
  init(_ text: String) {
    let root = (try? Yams.compose(yaml: text))?.mapping
    func section(_ name: String) -> [String: Node] {
      var entries: [String: Node] = [:]
      for (key, value) in root?[Node(name)]?.mapping ?? [:] {
        if let name = key.string { entries[name] = value }
      }
      return entries
    }
    parameters = Set(section("Parameters").keys)
    resources = section("Resources")
    outputs = section("Outputs")
  }
}
