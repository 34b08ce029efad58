/// Which stacks of an account and region import what others export.
struct StackImports {
  private let users: [(stack: String, exports: Set<String>)]

  init(account: String, region: String, _ state: WorldState) {
    users = state.stacks.all(account: account, region: region).compactMap { stack in
      guard stack.status != .deleteComplete, let template = stack.template, template.importsValues else { return nil }
      let place = StackPlace(account: account, region: region, stackID: stack.id, stackName: stack.name)
      // A template that a stack was made of could be worked out once, so it can be again.
      guard let evaluator = try? Evaluator(template, place: place, parameters: stack.bound.references) else {
        return nil
      }
      var exports: Set<String> = []
      for resource in template.resources where evaluator.isActive(resource.condition) {
        Self.collect(evaluator.chosen(.object(resource.properties)), evaluator, &exports)
      }
      for output in template.outputs where evaluator.isActive(output.condition) {
        Self.collect(evaluator.chosen(output.value), evaluator, &exports)
      }
      return (stack.name, exports)
    }
  }

  func stacks(importing export: String) -> [String] {
    users.filter { $0.exports.contains(export) }.map(\.stack)
  }

  private static func collect(_ value: TemplateValue, _ evaluator: Evaluator, _ exports: inout Set<String>) {
    switch value {
    case .string, .number, .boolean, .null: return
    case .list(let items):
      for item in items { collect(item, evaluator, &exports) }
    case .object(let object):
      if object.count == 1, let argument = object["Fn::ImportValue"] {
        if let name = try? evaluator.text(argument, of: "Fn::ImportValue") { exports.insert(name) }
        return
      }
      for member in object.members { collect(member.value, evaluator, &exports) }
    }
  }
}
