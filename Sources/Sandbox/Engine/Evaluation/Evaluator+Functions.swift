import FoundationEssentials

/// The functions of texts and lists.
extension Evaluator {
  // MARK: Fn::Sub

  func substitute(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue? {
    var variables = TemplateObject()
    let text: String
    if let only = argument.text {
      text = only
    } else {
      guard let parts = argument.list, parts.count == 2, let first = parts[0].text, let object = parts[1].object else {
        throw .validation(
          """
          Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as \
          first argument, and an optional second argument to specify a mapping of values to replace in the string
          """
        )
      }
      text = first
      variables = try resolve(object)
    }
    var out = ""
    var open: TemplateObject = [:]
    for part in SubstitutionText(text).parts {
      switch part {
      case .literal(let literal): out += literal
      case .variable(let name):
        let value = if let own = variables[name] { own } else { try substitute(variable: name) }
        if isSymbolic, let value, Self.isOpen(value) {
          open[name] = value
          out += "${\(name)}"
          continue
        }
        guard let text = value?.text else {
          throw .validation("Template error: variable \(name) in Fn::Sub expression does not resolve to a string")
        }
        out += text
      }
    }
    return open.isEmpty ? .string(out) : ["Fn::Sub": [.string(out), .object(open)]]
  }

  private func substitute(variable name: String) throws(ServiceFailure) -> TemplateValue? {
    guard let dot = name.firstIndex(of: ".") else { return try reference(name) }
    return try attribute(String(name[name.index(after: dot)...]), of: String(name[..<dot]))
  }

  // MARK: The others

  static func apply(
    _ function: Function,
    _ argument: TemplateValue,
    _ evaluator: Evaluator
  ) throws(ServiceFailure) -> TemplateValue {
    switch function {
    case .join: try join(argument)
    case .select: try select(argument)
    case .split: try split(argument)
    case .findInMap: try findInMap(argument, evaluator.template.mappings)
    case .base64: try base64(argument)
    case .cidr: try AddressBlock.blocks(argument)
    case .getAZs: zones(argument, evaluator.place.region)
    default: try imported(argument, evaluator.exports)
    }
  }

  private static func join(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue {
    guard let parts = argument.list, parts.count == 2, let delimiter = parts[0].text, let items = parts[1].list else {
      throw .validation(
        "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined."
      )
    }
    let texts = items.compactMap(\.text)
    guard texts.count == items.count else {
      throw .validation("Template error: every item of the list of an Fn::Join object must be a string.")
    }
    return .string(texts.joined(separator: delimiter))
  }

  private static func select(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue {
    guard let parts = argument.list, parts.count == 2, let index = parts[0].text.flatMap({ Int($0) }),
      let items = parts[1].list
    else {
      throw .validation(
        "Template error: every Fn::Select object requires two non-empty parameters, an integer index and a list"
      )
    }
    guard items.indices.contains(index) else {
      throw .validation("Template error: Fn::Select cannot select nonexistent value at index \(index)")
    }
    return items[index]
  }

  private static func split(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue {
    guard let parts = argument.list, parts.count == 2, let delimiter = parts[0].text, !delimiter.isEmpty,
      let text = parts[1].text
    else {
      throw .validation(
        "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split."
      )
    }
    return .list(text.split(separator: delimiter, omittingEmptySubsequences: false).map { .string(String($0)) })
  }

  private static func findInMap(
    _ argument: TemplateValue,
    _ mappings: TemplateObject
  ) throws(ServiceFailure) -> TemplateValue {
    let keys = argument.list?.compactMap(\.text) ?? []
    guard keys.count == 3, argument.list?.count == 3 else {
      throw .validation(
        "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value"
      )
    }
    guard let value = mappings.object(keys[0])?.object(keys[1])?[keys[2]] else {
      throw .validation("Template error: Unable to get mapping for \(keys.joined(separator: "::"))")
    }
    return value
  }

  private static func base64(_ argument: TemplateValue) throws(ServiceFailure) -> TemplateValue {
    guard let text = argument.text else {
      throw .validation("Template error: every Fn::Base64 object must have a String-typed value.")
    }
    return .string(Data(text.utf8).base64EncodedString())
  }

  /// Three zones in every region, as most have.
  private static func zones(_ argument: TemplateValue, _ home: String) -> TemplateValue {
    let region = argument.text.flatMap { $0.isEmpty ? nil : $0 } ?? home
    return .list(["a", "b", "c"].map { .string(region + $0) })
  }

  private static func imported(
    _ argument: TemplateValue,
    _ exports: [String: String]
  ) throws(ServiceFailure) -> TemplateValue {
    guard let name = argument.text else {
      throw .validation("Template error: every Fn::ImportValue object must have a String value.")
    }
    guard let value = exports[name] else { throw .validation("No export named \(name) found.") }
    return .string(value)
  }
}
