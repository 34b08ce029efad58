/// Works out a template's functions for one stack.
///
/// Errors are CloudFormation's: a `ValidationError` before a stack changes, the same words as a reason while it does.
struct Evaluator: Sendable {
  let template: Template
  let place: StackPlace
  /// Bound values by name; lists for the types that are lists.
  let parameters: [String: TemplateValue]
  /// By name, of the account's exports in the region.
  var exports: [String: String] = [:]
  /// Facts about the resources that parameters name: by their id, then by attribute.
  var facts: [String: [String: String]] = [:]
  private(set) var conditions: [String: Bool] = [:]
  /// The resources made so far, by logical id.
  var resources: [String: ResourceState] = [:]
  /// Whether functions of resources stay as they are, to compare two templates before anything is made.
  var isSymbolic = false

  init(_ template: Template, place: StackPlace, parameters: [String: TemplateValue]) throws(ServiceFailure) {
    self.template = template
    self.place = place
    self.parameters = parameters
    for member in template.conditions.members { _ = try condition(named: member.name, within: []) }
  }

  // MARK: Values

  /// `value` without functions; nil when nothing is left of it (`AWS::NoValue`).
  func resolve(_ value: TemplateValue) throws(ServiceFailure) -> TemplateValue? {
    switch value {
    case .string, .number, .boolean, .null: return value
    case .list(let items):
      var resolved: [TemplateValue] = []
      for item in items {
        if let item = try resolve(item) { resolved.append(item) }
      }
      return .list(resolved)
    case .object(let object):
      if object.count == 1, let member = object.members.first, let function = Function(rawValue: member.name) {
        // A statement of a policy has a member `Condition` too, but never a text.
        guard function == .condition, member.value.text == nil else { return try call(function, member.value) }
      }
      return .object(try resolve(object))
    }
  }

  func resolve(_ object: TemplateObject) throws(ServiceFailure) -> TemplateObject {
    var members: [TemplateObject.Member] = []
    members.reserveCapacity(object.count)
    for member in object.members {
      if let value = try resolve(member.value) { members.append(.init(name: member.name, value: value)) }
    }
    return TemplateObject(members)
  }

  /// `value` as a text, which it has to be.
  func text(_ value: TemplateValue, of function: String) throws(ServiceFailure) -> String {
    guard let text = try resolve(value)?.text else {
      throw .validation("Template error: every \(function) object must have a String value.")
    }
    return text
  }

  // MARK: Functions

  enum Function: String {
    case ref = "Ref"
    case condition = "Condition"
    case getAtt = "Fn::GetAtt"
    case sub = "Fn::Sub"
    case join = "Fn::Join"
    case select = "Fn::Select"
    case split = "Fn::Split"
    case conditional = "Fn::If"
    case equals = "Fn::Equals"
    case and = "Fn::And"
    case or = "Fn::Or"
    case not = "Fn::Not"
    case findInMap = "Fn::FindInMap"
    case base64 = "Fn::Base64"
    case cidr = "Fn::Cidr"
    case getAZs = "Fn::GetAZs"
    case importValue = "Fn::ImportValue"
    case contains = "Fn::Contains"
    case eachMemberEquals = "Fn::EachMemberEquals"
    case eachMemberIn = "Fn::EachMemberIn"
    case refAll = "Fn::RefAll"
    case valueOf = "Fn::ValueOf"
    case valueOfAll = "Fn::ValueOfAll"
  }

  private func call(_ function: Function, _ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue? {
    switch function {
    case .ref: return try reference(argument.text ?? "")
    case .getAtt: return try attribute(argument)
    case .conditional: return try conditional(argument)
    case .condition, .equals, .and, .or, .not, .contains, .eachMemberEquals, .eachMemberIn:
      return .boolean(try holds([function.rawValue: argument]))
    case .sub: return try substitute(argument)
    case .join, .select, .split, .findInMap, .base64, .cidr, .getAZs, .importValue:
      guard let resolved = try resolve(argument) else { return nil }
      if isSymbolic, Self.isOpen(resolved) { return [function.rawValue: resolved] }
      return try Self.apply(function, resolved, self)
    case .refAll, .valueOf, .valueOfAll: return .list(try members(function, argument))
    }
  }

  /// Whether a function of a resource is left in `value`.
  static func isOpen(_ value: TemplateValue) -> Bool {
    switch value {
    case .string, .number, .boolean, .null: return false
    case .list(let items): return items.contains { isOpen($0) }
    case .object(let object):
      if object.count == 1, let name = object.members.first?.name, Function(rawValue: name) != nil { return true }
      return object.members.contains { isOpen($0.value) }
    }
  }

  func reference(_ name: String) throws(ServiceFailure) -> TemplateValue? {
    if let value = parameters[name] { return value }
    if name == "AWS::NoValue" { return nil }
    if name.hasPrefix("AWS::") {
      guard let value = place.value(of: name) else {
        throw .validation(
          "Template format error: Unresolved resource dependencies [\(name)] in the Resources block of the template"
        )
      }
      return value
    }
    if isSymbolic { return ["Ref": .string(name)] }
    guard let state = resources[name] else { throw unresolved(name) }
    return .string(state.physicalID)
  }

  private func attribute(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue? {
    let parts: [TemplateValue] =
      argument.list ?? argument.text.map { $0.split(separator: ".", maxSplits: 1).map { .string(String($0)) } } ?? []
    guard parts.count == 2, let name = parts[0].text, let attribute = try resolve(parts[1])?.text,
      !name.isEmpty, !attribute.isEmpty
    else {
      throw .validation(
        "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"
      )
    }
    return try self.attribute(attribute, of: name)
  }

  func attribute(_ attribute: String, of name: String) throws(ServiceFailure) -> TemplateValue? {
    if isSymbolic { return ["Fn::GetAtt": [.string(name), .string(attribute)]] }
    guard let state = resources[name] else { throw unresolved(name) }
    guard let value = state.attributes[attribute] else {
      let type = template.resource(name)?.type ?? ""
      // Custom resources have no schema: what their answer does not hold is missing.
      throw .validation(
        type.hasPrefix("Custom::") || type == ResourceKinds.customResource
          ? "CustomResource attribute error: Vendor response doesn't contain \(attribute) attribute in object \(state.physicalID)"
          : "Template error: resource \(name) does not support attribute type \(attribute) in Fn::GetAtt"
      )
    }
    return value
  }

  private func unresolved(_ name: String) -> ServiceFailure {
    .validation(
      "Template format error: Unresolved resource dependencies [\(name)] in the Resources block of the template"
    )
  }

  private func conditional(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue? {
    guard let parts = argument.list, parts.count == 3, let name = parts[0].text else {
      throw .validation(
        "Template error: every Fn::If object requires three parameters, the condition name, the true value and the false value"
      )
    }
    guard let isTrue = conditions[name] else {
      throw .validation("Template error: unresolved condition dependency \(name) in Fn::If")
    }
    return try resolve(isTrue ? parts[1] : parts[2])
  }

  // MARK: Conditions

  private mutating func condition(named name: String, within outer: [String]) throws(ServiceFailure) -> Bool {
    if let known = conditions[name] { return known }
    guard let body = template.conditions[name] else {
      throw .validation(
        "Template format error: Unresolved condition dependency \(name) in the Conditions block of the template"
      )
    }
    guard !outer.contains(name) else {
      throw .validation(
        "Template format error: Circular dependency between conditions: [\(outer.joined(separator: ", "))]"
      )
    }
    for case .condition(let needed) in TemplateReference.all(in: body) {
      _ = try condition(named: needed, within: outer + [name])
    }
    let isTrue = try holds(body)
    conditions[name] = isTrue
    return isTrue
  }

  /// Whether a resource or output with this condition is there.
  func isActive(_ condition: String?) -> Bool { condition.map { conditions[$0] ?? false } ?? true }
}
