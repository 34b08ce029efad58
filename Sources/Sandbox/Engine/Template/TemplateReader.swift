import Yams

/// Reads JSON and YAML, with the short forms of the functions, into a template's values.
///
/// Plain scalars are YAML 1.1's, as for CloudFormation: an unquoted `yes` is a boolean, a date stays text.
/// Source: CloudFormation User Guide, "Template formats".
enum TemplateReader {
  /// - Throws: `ValidationError` with the place of what is not well-formed.
  static func read(_ body: String) throws(ServiceFailure) -> TemplateValue {
    let format = body.first { !$0.isWhitespace } == "{" ? "JSON" : "YAML"
    let root: Node?
    do {
      root = try Yams.compose(yaml: body)
    } catch let error as YamlError {
      throw .validation("Template format error: \(format) not well-formed.\(place(of: error))")
    } catch {
      throw .validation("Template format error: \(format) not well-formed.")
    }
    guard let root, case .mapping = root else { throw .validation("Template format error: unsupported structure.") }
    return try value(of: root)
  }

  private static func place(of error: YamlError) -> String {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      " (line \(mark.line), column \(mark.column))"
    case .duplicatedKeysInMapping(_, let context):
      " (line \(context.mark.line), column \(context.mark.column))"
    default: ""
    }
  }

  private static func value(of node: Node) throws(ServiceFailure) -> TemplateValue {
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain || scalar.style == .any
      guard let function = function(scalar.tag) else { return isPlain ? plain(scalar.string) : .string(scalar.string) }
      return call(function, with: .string(scalar.string))
    case .sequence(let sequence):
      var items: [TemplateValue] = []
      for item in sequence { items.append(try value(of: item)) }
      return function(sequence.tag).map { call($0, with: .list(items)) } ?? .list(items)
    case .mapping(let mapping):
      var members: [TemplateObject.Member] = []
      for (key, item) in mapping {
        guard let name = key.scalar?.string else {
          throw .validation("Template format error: [/] map keys must be strings; received a collection instead")
        }
        members.append(.init(name: name, value: try value(of: item)))
      }
      let object = TemplateValue.object(TemplateObject(members))
      return function(mapping.tag).map { call($0, with: object) } ?? object
    case .alias:
      throw .validation("Template error: YAML aliases are not allowed in CloudFormation templates")
    }
  }

  /// `Ref` of `!Ref`; nil for YAML's own tags.
  private static func function(_ tag: Tag) -> String? {
    let name = tag.rawValue
    return name.hasPrefix("!") && name.utf8.count > 1 ? String(name.dropFirst()) : nil
  }

  /// The long form of a short one.
  private static func call(_ function: String, with argument: TemplateValue) -> TemplateValue {
    switch function {
    case "Ref", "Condition": return [function: argument]
    case "GetAtt":
      guard case .string(let text) = argument else { break }
      let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      return ["Fn::GetAtt": .list(parts.map { .string(String($0)) })]
    default: break
    }
    return ["Fn::\(function)": argument]
  }

  private static func plain(_ text: String) -> TemplateValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": .boolean(true)
    case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": .boolean(false)
    case _ where text.wholeMatch(of: /[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?/) != nil: .number(text)
    default: .string(text)
    }
  }
}
