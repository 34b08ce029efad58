/// Whether everything that a template names is there, and its resources can be ordered.
struct TemplateCheck {
  private let template: Template
  private let parameters: Set<String>
  private let resources: Set<String>

  init(_ template: Template) {
    self.template = template
    parameters = Set(template.parameters.map(\.name))
    resources = Set(template.resources.map(\.name))
  }

  /// - Throws: `ValidationError` in CloudFormation's words.
  func run() throws(ServiceFailure) {
    for member in template.conditions.members { try checkFunctions(member.value) }
    try checkConditions()
    try check(
      block: "Resources",
      values: template.resources.map { .object($0.properties) },
      conditions: template.resources.compactMap(\.condition),
      dependencies: template.resources.flatMap(\.dependsOn)
    )
    try check(
      block: "Outputs",
      values: template.outputs.map(\.value) + template.outputs.compactMap(\.exportName),
      conditions: template.outputs.compactMap(\.condition),
      dependencies: []
    )
    try checkCycles()
  }

  private func checkConditions() throws(ServiceFailure) {
    let references = TemplateReference.all(in: .object(template.conditions))
    let foreign = Set(
      references.compactMap { reference -> String? in
        switch reference {
        case .value(let name): isParameter(name) ? nil : name
        case .attribute(let name): name
        case .condition, .mapping: nil
        }
      }
    )
    guard foreign.isEmpty else {
      throw .validation(
        """
        Template format error: Unresolved dependencies [\(foreign.sorted().joined(separator: ", "))]. \
        Cannot reference resources in the Conditions block of the template
        """
      )
    }
    try checkConditions(named: references, block: "Conditions")
  }

  private func checkConditions(named references: [TemplateReference], block: String) throws(ServiceFailure) {
    let unknown = Set(
      references.compactMap { reference -> String? in
        guard case .condition(let name) = reference, template.conditions[name] == nil else { return nil }
        return name
      }
    )
    guard unknown.isEmpty else {
      throw .validation(
        """
        Template format error: Unresolved condition dependency \(unknown.sorted().joined(separator: ", ")) \
        in the \(block) block of the template
        """
      )
    }
  }

  private func check(
    block: String,
    values: [TemplateValue],
    conditions: [String],
    dependencies: [String]
  ) throws(ServiceFailure) {
    var unresolved = Set(dependencies).subtracting(resources)
    var references = conditions.map { TemplateReference.condition($0) }
    for value in values {
      try checkFunctions(value)
      references += TemplateReference.all(in: value)
    }
    for reference in references {
      switch reference {
      case .value(let name) where !isParameter(name) && !resources.contains(name): unresolved.insert(name)
      case .attribute(let name) where !resources.contains(name):
        throw .validation("Template error: instance of Fn::GetAtt references undefined resource \(name)")
      case .mapping(let name) where template.mappings[name] == nil:
        throw .validation(
          "Template error: Mapping named '\(name)' is not present in the 'Mappings' section of template."
        )
      case .value, .attribute, .mapping, .condition: break
      }
    }
    guard unresolved.isEmpty else {
      throw .validation(
        """
        Template format error: Unresolved resource dependencies [\(unresolved.sorted().joined(separator: ", "))] \
        in the \(block) block of the template
        """
      )
    }
    try checkConditions(named: references, block: block)
  }

  private func isParameter(_ name: String) -> Bool { parameters.contains(name) || name.hasPrefix("AWS::") }

  // MARK: Functions

  private func checkFunctions(_ value: TemplateValue) throws(ServiceFailure) {
    switch value {
    case .string, .number, .boolean, .null: return
    case .list(let items):
      for item in items { try checkFunctions(item) }
    case .object(let object):
      for member in object.members {
        if object.count == 1, member.name.hasPrefix("Fn::"), !Self.functions.contains(member.name) {
          throw .validation(
            """
            Template error: Encountered unsupported function: \(member.name) \
            Supported functions are: [\(Self.functions.joined(separator: ", "))]
            """
          )
        }
        try checkFunctions(member.value)
      }
    }
  }

  private static let functions = [
    "Fn::Base64", "Fn::GetAtt", "Fn::GetAZs", "Fn::ImportValue", "Fn::Join", "Fn::Select", "Fn::Split",
    "Fn::FindInMap", "Ref", "Fn::Equals", "Fn::If", "Fn::Not", "Condition", "Fn::And", "Fn::Or", "Fn::Contains",
    "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::ValueOf", "Fn::ValueOfAll", "Fn::RefAll", "Fn::Sub", "Fn::Cidr",
  ]

  // MARK: Order

  private func checkCycles() throws(ServiceFailure) {
    var edges: [String: Set<String>] = [:]
    for resource in template.resources {
      let named = TemplateReference.all(in: .object(resource.properties)).compactMap { reference -> String? in
        switch reference {
        case .value(let name), .attribute(let name): resources.contains(name) ? name : nil
        case .condition, .mapping: nil
        }
      }
      edges[resource.name] = Set(named + resource.dependsOn)
    }
    let stuck = DependencyGraph(edges).cyclic
    guard stuck.isEmpty else {
      throw .validation("Circular dependency between resources: [\(stuck.sorted().joined(separator: ", "))]")
    }
  }
}
