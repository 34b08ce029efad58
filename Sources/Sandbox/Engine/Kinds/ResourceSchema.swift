/// What the engine checks of a resource type's properties, by their names at the top.
struct ResourceSchema: Sendable {
  /// Every property of the type; nil when any may be given.
  var properties: Set<String>?
  var required: Set<String> = []
  /// A change of one of them makes a new resource.
  var createOnly: Set<String> = []

  /// In the words of CloudFormation's check; nil when all is well.
  func problem(with properties: TemplateObject, logicalID: String) -> String? {
    var problems = required.filter { properties[$0] == nil }.sorted().map { "#: required key [\($0)] not found" }
    if let known = self.properties {
      let extra = properties.names.filter { !known.contains($0) }.sorted()
      problems += extra.map { "#: extraneous key [\($0)] is not permitted" }
    }
    guard !problems.isEmpty else { return nil }
    return "Properties validation failed for resource \(logicalID) with message:\n[\(problems.joined(separator: ", "))]"
  }
}
