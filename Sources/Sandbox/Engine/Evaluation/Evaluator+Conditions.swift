/// What gives true or false.
extension Evaluator {
  func holds(_ value: TemplateValue) throws(ServiceFailure) -> Bool {
    guard let object = value.object, object.count == 1, let member = object.members.first,
      let function = Function(rawValue: member.name)
    else {
      if let flag = value.boolean { return flag }
      throw .validation("Template error: \(value.json()) is not a condition.")
    }
    let argument = member.value
    switch function {
    case .condition: return try named(argument)
    case .equals: return try equals(argument)
    case .not:
      guard let items = argument.list, items.count == 1 else {
        throw .validation("Template error: every Fn::Not object requires a list of exactly one boolean parameter.")
      }
      return try !holds(items[0])
    case .and, .or:
      guard let items = argument.list, (2...10).contains(items.count) else {
        throw .validation(
          "Template error: every \(function.rawValue) object requires a list of at least 2 and at most 10 boolean parameters."
        )
      }
      for item in items where try holds(item) == (function == .or) { return function == .or }
      return function == .and
    case .contains, .eachMemberEquals, .eachMemberIn: return try compare(function, argument)
    default:
      guard let flag = try resolve(value)?.boolean else {
        throw .validation("Template error: \(value.json()) is not a condition.")
      }
      return flag
    }
  }

  private func named(_ argument: TemplateValue) throws(ServiceFailure) -> Bool {
    let name = argument.text ?? ""
    guard let isTrue = conditions[name] else {
      throw .validation(
        "Template format error: Unresolved condition dependency \(name) in the Conditions block of the template"
      )
    }
    return isTrue
  }

  private func equals(_ argument: TemplateValue) throws(ServiceFailure) -> Bool {
    guard let items = argument.list, items.count == 2 else {
      throw .validation("Template error: every Fn::Equals object requires a list of 2 string parameters.")
    }
    let (one, other) = (try resolve(items[0]), try resolve(items[1]))
    if let one = one?.text, let other = other?.text { return one == other }
    return one == other
  }

  // MARK: Rules

  private func compare(_ function: Function, _ argument: TemplateValue) throws(ServiceFailure) -> Bool {
    guard let items = argument.list, items.count == 2 else {
      throw .validation("Template error: every \(function.rawValue) object requires two parameters.")
    }
    let (one, other) = (try resolve(items[0]), try resolve(items[1]))
    let left = one?.items.compactMap(\.text) ?? []
    let right = other?.items.compactMap(\.text) ?? []
    switch function {
    case .contains: return right.allSatisfy(left.contains)
    case .eachMemberEquals: return left.allSatisfy { $0 == right.first }
    default: return left.allSatisfy(right.contains)
    }
  }

  /// Values of the parameters of a type, or facts about the resources they name.
  func members(_ function: Function, _ argument: TemplateValue) throws(ServiceFailure) -> [TemplateValue] {
    let parts = argument.items.compactMap(\.text)
    switch (function, parts.count) {
    case (.refAll, 1): return ids(ofType: parts[0]).map { .string($0) }
    case (.valueOfAll, 2): return ids(ofType: parts[0]).compactMap { facts[$0]?[parts[1]] }.map { .string($0) }
    case (.valueOf, 2):
      let ids = parameters[parts[0]]?.items.compactMap(\.text) ?? []
      return ids.compactMap { facts[$0]?[parts[1]] }.map { .string($0) }
    default: throw .validation("Template error: \(function.rawValue) has the wrong number of parameters.")
    }
  }

  private func ids(ofType type: String) -> [String] {
    template.parameters.filter { $0.type.resource == type || $0.type.name == type }
      .flatMap { parameters[$0.name]?.items.compactMap(\.text) ?? [] }
  }

  /// What the template's rules say of the parameters.
  ///
  /// - Throws: `ValidationError` with every assertion that does not hold.
  func checkRules() throws(ServiceFailure) {
    var broken: [String] = []
    for rule in template.rules {
      if let condition = rule.condition, try !holds(condition) { continue }
      for assertion in rule.assertions where try !holds(assertion.condition) {
        broken.append("\(assertion.description ?? "Assertion failed") (rule \(rule.name))")
      }
    }
    // The service's own words are not on record; these name the rule and what it asserts.
    guard broken.isEmpty else { throw .validation("Template validation error: \(broken.joined(separator: "; "))") }
  }
}
