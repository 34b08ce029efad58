/// Gives a template's parameters their values and checks these.
///
/// Source of the rules: CloudFormation User Guide, "CloudFormation template Parameters syntax".
struct ParameterBinder {
  let template: Template
  /// What the stack has now; empty for a new one.
  var previous = BoundParameters()

  /// Bytes a value may have.
  private static let valueLimit = 4_096

  /// - Throws: `ValidationError` for keys or values that the template does not allow.
  func bind(_ given: [StackOrder.Parameter]) throws(ServiceFailure) -> BoundParameters {
    let unknown = given.map(\.key).filter { template.parameter($0) == nil }
    guard unknown.isEmpty else {
      throw .validation("Parameters: [\(unknown.joined(separator: ", "))] do not exist in the template")
    }
    var bound = BoundParameters()
    var missing: [String] = []
    for parameter in template.parameters {
      guard let text = try text(of: parameter, given) else {
        missing.append(parameter.name)
        continue
      }
      try check(text, parameter)
      bound.values.append(
        .init(key: parameter.name, text: text, isHidden: parameter.isHidden, isList: parameter.type.isList)
      )
    }
    guard missing.isEmpty else {
      throw .validation("Parameters: [\(missing.joined(separator: ", "))] must have values")
    }
    return bound
  }

  private func text(
    of parameter: TemplateParameter,
    _ given: [StackOrder.Parameter]
  ) throws(ServiceFailure) -> String? {
    guard let wanted = given.first(where: { $0.key == parameter.name }) else { return parameter.defaultValue }
    if let value = wanted.value { return value }
    guard let value = previous[parameter.name] else {
      throw .validation(
        """
        Invalid input for parameter key \(parameter.name). Cannot specify usePreviousValue as true for a parameter key \
        not in the previous template
        """
      )
    }
    return value.text
  }

  /// The items of a list's value.
  static func items(of text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let trimmed = part.drop { $0 == " " }
      return String(
        trimmed.prefix(
          (trimmed.lastIndex { $0 != " " }).map { trimmed.distance(from: trimmed.startIndex, to: $0) + 1 } ?? 0
        )
      )
    }
  }

  // MARK: Checks

  private func check(_ text: String, _ parameter: TemplateParameter) throws(ServiceFailure) {
    guard text.utf8.count <= Self.valueLimit else {
      throw .validation("Parameter '\(parameter.name)' has a value longer than \(Self.valueLimit) bytes")
    }
    // The constraints of a stored parameter are those of its name.
    let items = parameter.type.isList && !parameter.type.isStored ? Self.items(of: text) : [text]
    for item in items {
      guard let problem = try problem(with: item, parameter) else { continue }
      throw .validation(
        parameter.constraintDescription.map { "Parameter '\(parameter.name)' failed to satisfy constraint: \($0)" }
          ?? "Parameter '\(parameter.name)' \(problem)"
      )
    }
  }

  private func problem(with text: String, _ parameter: TemplateParameter) throws(ServiceFailure) -> String? {
    let allowed = parameter.allowedValues
    if !allowed.isEmpty, !allowed.contains(text) {
      return "must be one of AllowedValues"
    }
    if let pattern = parameter.allowedPattern, try !template.patterns.matches(text, pattern) {
      return "must match pattern \(pattern)"
    }
    if let least = parameter.minLength, text.count < least { return "must contain at least \(least) characters" }
    if let most = parameter.maxLength, text.count > most { return "must contain at most \(most) characters" }
    let isNumber = parameter.type.shape == .number || parameter.type.shape == .numbers
    guard isNumber, !parameter.type.isStored else { return nil }
    guard let number = Double(text) else { return "must be a number" }
    if let least = parameter.minValue, number < least { return "must be a number not less than \(Self.plain(least))" }
    if let most = parameter.maxValue, number > most { return "must be a number not greater than \(Self.plain(most))" }
    return nil
  }

  private static func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
}
