import Fleet
import Yams

/// Reads from a Roles template which roles it registers: the `Purpose` of every configurator resource.
///
/// The template is YAML with CloudFormation's short tags, or JSON, which is YAML too; it is looked at node by node, so
/// that no tag needs a constructor.
struct TemplatePurposes {
  private static let resourceType = "Custom::VeeamAwsConfigurator"

  private let resources: Node.Mapping
  private let parameters: [String: String]
  private let conditions: Node.Mapping?

  /// Nil for what is no template.
  ///
  /// `parameters` are the stack set's own values; where one is missing, the template's default holds.
  init?(template: String, parameters: [String: String]) {
    // What the stack set holds was accepted by CloudFormation; a text that is no YAML declares nothing that we can read.
    guard case .mapping(let root)? = try? compose(yaml: template),
      case .mapping(let resources)? = root["Resources"]
    else { return nil }
    self.resources = resources
    if case .mapping(let conditions)? = root["Conditions"] { self.conditions = conditions } else { conditions = nil }
    var values: [String: String] = [:]
    if case .mapping(let declared)? = root["Parameters"] {
      for (name, declaration) in declared {
        guard let name = name.scalar?.string else { continue }
        values[name] = declaration["Default"]?.scalar?.string
      }
    }
    self.parameters = values.merging(parameters) { _, own in own }
  }

  /// The purposes, in order; nil where there are none, or one that is not plain text: then nobody says what to expect.
  func purposes() -> [Purpose]? {
    var purposes: Set<Purpose> = []
    for (_, resource) in resources where resource["Type"]?.scalar?.string == Self.resourceType {
      if let condition = resource["Condition"]?.scalar?.string, holds(named: condition) == false { continue }
      guard let purpose = resource["Properties"]?["Purpose"].flatMap(text) else { return nil }
      purposes.insert(Purpose(rawValue: purpose))
    }
    return purposes.isEmpty ? nil : purposes.sorted()
  }

  // MARK: Values

  /// The text of a literal, or of a reference to a parameter.
  private func text(_ node: Node) -> String? {
    switch node {
    case .scalar(let scalar): scalar.tag == Self.refTag ? parameters[scalar.string] : scalar.string
    case .mapping(let mapping):
      mapping.count == 1 ? mapping["Ref"]?.scalar.flatMap { parameters[$0.string] } : nil
    case .sequence, .alias: nil
    }
  }

  private static var refTag: Tag { Tag(Tag.Name(rawValue: "!Ref")) }

  // MARK: Conditions

  /// Whether a condition holds; nil where that cannot be told from literals and parameters.
  private func holds(named name: String, depth: Int = 0) -> Bool? {
    // CloudFormation refuses conditions that go round in a circle; a depth keeps us from trusting that.
    guard depth < 32, let condition = conditions?[name] else { return nil }
    return holds(condition, depth: depth + 1)
  }

  private func holds(_ node: Node, depth: Int) -> Bool? {
    guard depth < 32, let (function, argument) = call(node) else { return nil }
    switch function {
    case "Equals":
      guard let sides = argument.sequence, sides.count == 2, let left = text(sides[0]), let right = text(sides[1])
      else { return nil }
      return left == right
    case "Not":
      guard let only = argument.sequence?.first else { return nil }
      return holds(only, depth: depth + 1).map { !$0 }
    case "And":
      let parts = (argument.sequence ?? []).map { holds($0, depth: depth + 1) }
      return parts.contains(false) ? false : parts.contains(nil) ? nil : true
    case "Or":
      let parts = (argument.sequence ?? []).map { holds($0, depth: depth + 1) }
      return parts.contains(true) ? true : parts.contains(nil) ? nil : false
    case "Condition": return argument.scalar.flatMap { holds(named: $0.string, depth: depth + 1) }
    default: return nil
    }
  }

  /// Function and argument of `!Equals [a, b]` or `{ "Fn::Equals": [a, b] }`.
  private func call(_ node: Node) -> (function: String, argument: Node)? {
    for function in ["Equals", "Not", "And", "Or", "Condition"] {
      if node.tag == Tag(Tag.Name(rawValue: "!\(function)")) { return (function, node) }
      let long = function == "Condition" ? function : "Fn::\(function)"
      if case .mapping(let mapping) = node, mapping.count == 1, let argument = mapping[long] {
        return (function, argument)
      }
    }
    return nil
  }
}
