/// Something that a part of a template names elsewhere in it.
enum TemplateReference: Hashable, Sendable {
  /// By `Ref` or within `Fn::Sub`: a parameter, a pseudo parameter or a resource.
  case value(String)
  /// An attribute of a resource.
  case attribute(of: String)
  case condition(String)
  case mapping(String)

  /// Every reference within `value`, in the order they stand.
  static func all(in value: TemplateValue) -> [TemplateReference] {
    var found: [TemplateReference] = []
    collect(value, &found)
    return found
  }

  private static func collect(_ value: TemplateValue, _ found: inout [TemplateReference]) {
    switch value {
    case .string, .number, .boolean, .null: return
    case .list(let items):
      for item in items { collect(item, &found) }
    case .object(let object):
      guard object.count == 1, let member = object.members.first else {
        for member in object.members { collect(member.value, &found) }
        return
      }
      collect(call: member.name, member.value, &found)
    }
  }

  private static func collect(call name: String, _ argument: TemplateValue, _ found: inout [TemplateReference]) {
    switch (name, argument) {
    case ("Ref", .string(let name)): found.append(.value(name))
    case ("Condition", .string(let name)): found.append(.condition(name))
    case ("Fn::GetAtt", .string(let text)):
      found.append(.attribute(of: text.split(separator: ".").first.map(String.init) ?? text))
    case ("Fn::GetAtt", .list(let items)):
      if let name = items.first?.text { found.append(.attribute(of: name)) }
      for item in items.dropFirst() { collect(item, &found) }
    case ("Fn::Sub", .string(let text)): found += references(in: text, besides: [])
    case ("Fn::Sub", .list(let items)):
      let variables = items.dropFirst().first?.object ?? TemplateObject()
      if let text = items.first?.text { found += references(in: text, besides: variables.names) }
      for member in variables.members { collect(member.value, &found) }
    case ("Fn::If", .list(let items)):
      if let name = items.first?.text { found.append(.condition(name)) }
      for item in items.dropFirst() { collect(item, &found) }
    case ("Fn::FindInMap", .list(let items)):
      if let name = items.first?.text { found.append(.mapping(name)) }
      for item in items { collect(item, &found) }
    default: collect(argument, &found)
    }
  }

  private static func references(in text: String, besides variables: [String]) -> [TemplateReference] {
    SubstitutionText(text).variables.filter { !variables.contains($0) }.map { name in
      guard let dot = name.firstIndex(of: ".") else { return .value(name) }
      return .attribute(of: String(name[..<dot]))
    }
  }
}

/// The text of `Fn::Sub`, taken apart.
struct SubstitutionText {
  enum Part: Hashable {
    case literal(String)
    case variable(String)
  }

  private(set) var parts: [Part] = []

  init(_ text: String) {
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      add(String(rest[..<start.lowerBound]))
      let name = rest[start.upperBound..<end]
      // `${!Literal}` stands for `${Literal}`.
      if name.first == "!" {
        add("${\(name.dropFirst())}")
      } else {
        parts.append(.variable(name.filter { !$0.isWhitespace }))
      }
      rest = rest[rest.index(after: end)...]
    }
    add(String(rest))
  }

  private mutating func add(_ text: String) {
    if !text.isEmpty { parts.append(.literal(text)) }
  }

  var variables: [String] {
    parts.compactMap { part in
      guard case .variable(let name) = part else { return nil }
      return name
    }
  }
}
