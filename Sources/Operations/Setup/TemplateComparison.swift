import Yams

/// What would change in a stack's resources between two templates, told by their logical ids.
struct TemplateComparison: Hashable, Sendable {
  struct Change: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
      case added = "+"
      case removed = "-"
      case changed = "~"
    }

    let kind: Kind
    let logicalID: String
    let type: String
    /// Properties that read differently; empty but for a change.
    let properties: [String]
  }

  let changes: [Change]
  /// Parameters that are new or gone.
  let parameters: [String]
  /// Whether the texts differ in nothing but what is not a resource: descriptions, outputs, comments.
  let differsElsewhere: Bool

  init(from old: String, to new: String) {
    let (before, after) = (TemplateOutline(old), TemplateOutline(new))
    var changes: [Change] = []
    for (id, resource) in after.resources.sorted(by: { $0.key < $1.key }) {
      let type = Self.type(of: resource)
      guard let former = before.resources[id] else {
        changes.append(.init(kind: .added, logicalID: id, type: type, properties: []))
        continue
      }
      guard former != resource else { continue }
      changes.append(
        .init(kind: .changed, logicalID: id, type: type, properties: Self.properties(in: former, resource))
      )
    }
    for (id, resource) in before.resources.sorted(by: { $0.key < $1.key }) where after.resources[id] == nil {
      changes.append(.init(kind: .removed, logicalID: id, type: Self.type(of: resource), properties: []))
    }
    self.changes = changes
    parameters =
      after.parameters.subtracting(before.parameters).sorted().map { "+ parameter \($0)" }
      + before.parameters.subtracting(after.parameters).sorted().map { "- parameter \($0)" }
    differsElsewhere = changes.isEmpty && parameters.isEmpty && old != new
  }

  var isEmpty: Bool { changes.isEmpty && parameters.isEmpty && !differsElsewhere }

  /// One line for each change.
  var lines: [String] {
    changes.map { change in
      let properties = change.properties.isEmpty ? "" : "  \(change.properties.joined(separator: ", "))"
      return "\(change.kind.rawValue) \(change.logicalID)  \(change.type)\(properties)"
    } + parameters + (differsElsewhere ? ["~ texts, outputs or comments only"] : [])
  }

  private static func type(of resource: Node) -> String { resource.mapping?["Type"]?.string ?? "?" }

  private static func properties(in old: Node, _ new: Node) -> [String] {
    let (before, after) = (old.mapping?["Properties"]?.mapping, new.mapping?["Properties"]?.mapping)
    let names = Set((before?.keys.compactMap(\.string) ?? []) + (after?.keys.compactMap(\.string) ?? []))
    return names.filter { before?[Node($0)] != after?[Node($0)] }.sorted()
  }
}
