/// What an operation makes of a stack: a template with its parameters bound, for one place.
struct StackPlan: Sendable {
  let template: Template
  let bound: BoundParameters
  /// Those whose conditions hold.
  let resources: [TemplateResource]
  let outputs: [TemplateOutput]
  let graph: DependencyGraph
  var evaluator: Evaluator

  /// - Throws: `ValidationError` for conditions that cannot be worked out, rules that do not hold, and references to
  ///   resources whose condition does not.
  init(
    _ template: Template,
    bound: BoundParameters,
    place: StackPlace,
    surroundings: Surroundings
  ) throws(ServiceFailure) {
    var evaluator = try Evaluator(template, place: place, parameters: bound.references)
    evaluator.exports = surroundings.exports
    evaluator.facts = surroundings.facts
    try evaluator.checkRules()
    let resources = template.resources.filter { evaluator.isActive($0.condition) }
    let outputs = template.outputs.filter { evaluator.isActive($0.condition) }
    let names = Set(resources.map(\.name))
    var edges: [String: Set<String>] = [:]
    for resource in resources {
      let named = try Self.needs(.object(resource.properties), evaluator, names, block: "Resources")
      // A dependency on a resource that is not there is none.
      edges[resource.name] = named.union(names.intersection(resource.dependsOn))
    }
    for output in outputs { _ = try Self.needs(output.value, evaluator, names, block: "Outputs") }
    self.template = template
    self.bound = bound
    self.resources = resources
    self.outputs = outputs
    self.evaluator = evaluator
    graph = DependencyGraph(edges)
  }

  /// The resources that a value needs, as far as its conditions let it.
  private static func needs(
    _ value: TemplateValue,
    _ evaluator: Evaluator,
    _ names: Set<String>,
    block: String
  ) throws(ServiceFailure) -> Set<String> {
    var found: Set<String> = []
    for reference in TemplateReference.all(in: evaluator.chosen(value)) {
      switch reference {
      case .value(let name):
        if names.contains(name) {
          found.insert(name)
        } else if !evaluator.isGiven(name) {
          throw unresolved(name, block)
        }
      case .attribute(let name):
        guard names.contains(name) else { throw unresolved(name, block) }
        found.insert(name)
      case .condition, .mapping: break
      }
    }
    return found
  }

  private static func unresolved(_ name: String, _ block: String) -> ServiceFailure {
    .validation(
      "Template format error: Unresolved resource dependencies [\(name)] in the \(block) block of the template"
    )
  }

  func resource(_ name: String) -> TemplateResource? { resources.first { $0.name == name } }

  /// The resources' properties with their functions worked out as far as that needs no resource.
  func outline() throws(ServiceFailure) -> [String: TemplateObject] {
    var symbolic = evaluator
    symbolic.isSymbolic = true
    var found: [String: TemplateObject] = [:]
    for resource in resources { found[resource.name] = try symbolic.resolve(resource.properties) }
    return found
  }

  /// The outputs worked out as far as that needs no resource.
  func outputOutline() throws(ServiceFailure) -> [String: [TemplateValue]] {
    var symbolic = evaluator
    symbolic.isSymbolic = true
    var found: [String: [TemplateValue]] = [:]
    for output in outputs {
      let export = try output.exportName.flatMap { name throws(ServiceFailure) in try symbolic.resolve(name) }
      found[output.name] = [
        try symbolic.resolve(output.value) ?? .null, export ?? .null, output.description.map { .string($0) } ?? .null,
      ]
    }
    return found
  }
}

extension Evaluator {
  /// `value` with each `Fn::If` replaced by the branch that holds.
  func chosen(_ value: TemplateValue) -> TemplateValue {
    switch value {
    case .string, .number, .boolean, .null: return value
    case .list(let items): return .list(items.map { chosen($0) })
    case .object(let object):
      if object.count == 1, let parts = object["Fn::If"]?.list, parts.count == 3, let name = parts[0].text {
        return chosen(conditions[name] == true ? parts[1] : parts[2])
      }
      return .object(TemplateObject(object.members.map { .init(name: $0.name, value: chosen($0.value)) }))
    }
  }

  /// Whether `name` is a parameter or a pseudo parameter.
  func isGiven(_ name: String) -> Bool {
    parameters[name] != nil || name == "AWS::NoValue" || place.value(of: name) != nil
  }
}
