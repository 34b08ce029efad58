/// A value of a template or of a resource's properties: JSON with ordered objects and numbers as written.
///
/// Scalars with the same text are equal, as for CloudFormation, which turns them into what a property wants: `12` that
/// becomes `"12"` changes no resource.
indirect enum TemplateValue: Sendable {
  case string(String)
  /// The number's text, so that neither `1.10` nor a long account id changes.
  case number(String)
  case boolean(Bool)
  case list([TemplateValue])
  case object(TemplateObject)
  case null

  /// A scalar as text; nil for lists, objects and null.
  var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .list, .object, .null: nil
    }
  }

  var boolean: Bool? {
    switch text {
    case "true": true
    case "false": false
    default: nil
    }
  }

  var list: [TemplateValue]? {
    guard case .list(let items) = self else { return nil }
    return items
  }

  var object: TemplateObject? {
    guard case .object(let object) = self else { return nil }
    return object
  }

  /// The items of a list, or the value itself as the only one.
  var items: [TemplateValue] { list ?? [self] }
}

extension TemplateValue: Hashable {
  static func == (one: TemplateValue, other: TemplateValue) -> Bool {
    switch (one, other) {
    case (.list(let one), .list(let other)): one == other
    case (.object(let one), .object(let other)): one == other
    case (.null, .null): true
    default: one.text != nil && one.text == other.text
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .list(let items): hasher.combine(items)
    case .object(let object): hasher.combine(object)
    case .null: hasher.combine(0)
    case .string, .number, .boolean: hasher.combine(text)
    }
  }
}

extension TemplateValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  init(stringLiteral text: String) { self = .string(text) }

  init(booleanLiteral flag: Bool) { self = .boolean(flag) }

  init(integerLiteral number: Int) { self = .number("\(number)") }

  init(arrayLiteral items: TemplateValue...) { self = .list(items) }

  init(dictionaryLiteral elements: (String, TemplateValue)...) {
    self = .object(TemplateObject(elements.map { TemplateObject.Member(name: $0.0, value: $0.1) }))
  }
}
