/// `{{resolve:…}}`: a part of a property that is read from SSM or Secrets Manager when the property is used.
///
/// Source: CloudFormation User Guide, "Get values stored in other services using dynamic references".
enum DynamicReference: Hashable {
  case parameter(name: String, version: Int?)
  case secret(id: String, key: String?, stage: String?, version: String?)

  static let opening = "{{resolve:"

  init?(_ text: Substring) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2 else { return nil }
    switch parts[0] {
    case "ssm", "ssm-secure":
      self = .parameter(name: parts[1], version: parts.count > 2 ? Int(parts[2]) : nil)
    case "secretsmanager":
      // An ARN has colons of its own.
      let length = parts[1] == "arn" ? 7 : 1
      guard parts.count > length else { return nil }
      let rest = parts.dropFirst(1 + length).map { $0.isEmpty ? nil : $0 }
      func part(_ number: Int) -> String? { rest.count > number ? rest[rest.startIndex + number] : nil }
      self = .secret(
        id: parts[1...length].joined(separator: ":"),
        key: part(1),
        stage: part(2),
        version: part(3)
      )
    default: return nil
    }
  }

  /// `value` with every reference in its texts replaced by what `read` gives for it.
  static func expand(
    _ value: TemplateValue,
    _ read: (DynamicReference) throws(ServiceFailure) -> String
  ) throws(ServiceFailure) -> TemplateValue {
    switch value {
    case .string(let text) where text.contains(opening): return .string(try expand(text, read))
    case .string, .number, .boolean, .null: return value
    case .list(let items):
      var expanded: [TemplateValue] = []
      for item in items { expanded.append(try expand(item, read)) }
      return .list(expanded)
    case .object(let object):
      var members: [TemplateObject.Member] = []
      for member in object.members { members.append(.init(name: member.name, value: try expand(member.value, read))) }
      return .object(TemplateObject(members))
    }
  }

  private static func expand(
    _ text: String,
    _ read: (DynamicReference) throws(ServiceFailure) -> String
  ) throws(ServiceFailure) -> String {
    var out = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: opening), let end = rest[start.upperBound...].firstRange(of: "}}") {
      out += rest[..<start.lowerBound]
      guard let reference = DynamicReference(rest[start.upperBound..<end.lowerBound]) else {
        throw .validation(
          "Incorrect format is used in the following dynamic reference: [\(rest[start.lowerBound..<end.upperBound])]"
        )
      }
      out += try read(reference)
      rest = rest[end.upperBound...]
    }
    return out + rest
  }
}
