import FoundationEssentials
import Yams

/// One place in the configuration file, with the keys that lead to it, so that every complaint says where.
struct ConfigurationNode {
  let node: Node
  let path: [String]
  let file: String

  var position: ConfigurationError.Position? {
    node.mark.map { ConfigurationError.Position(line: $0.line, column: $0.column) }
  }

  func complaint(_ problem: String) -> ConfigurationError {
    ConfigurationError(file: file, position: position, path: path, problem: problem)
  }

  func complaint(expected: String) -> ConfigurationError {
    complaint("expected \(expected), found \(found)")
  }

  /// The scalar's text as written: numbers, dates and booleans are not interpreted, so that an account id keeps its
  /// leading zeros with or without quotes.
  func text(expected: String = "text") throws(ConfigurationError) -> String {
    guard case .scalar(let scalar) = node, !isNull, !scalar.string.isEmpty else {
      throw complaint(expected: expected)
    }
    return scalar.string
  }

  func integer(atLeast minimum: Int) throws(ConfigurationError) -> Int {
    let expected = "a whole number of at least \(minimum)"
    guard let number = Int(try text(expected: expected)), number >= minimum else {
      throw complaint(expected: expected)
    }
    return number
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type = Word.self
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    let expected = Word.allCases.map(\.rawValue).joined(separator: " or ")
    guard let word = Word(rawValue: try text(expected: expected)) else { throw complaint(expected: expected) }
    return word
  }

  /// The end of the day, in UTC, so that an exclusion holds through the day it names.
  func endOfDay() throws(ConfigurationError) -> Date {
    let expected = "a date such as 2027-01-31"
    let text = try text(expected: expected)
    let style = Date.ISO8601FormatStyle().year().month().day()
    // The parser rolls 31 February over into March; printing the day again shows it.
    guard let day = try? Date(text, strategy: style), day.formatted(style) == text else {
      throw complaint(expected: expected)
    }
    return day.addingTimeInterval(86_400)
  }

  func elements(expected: String) throws(ConfigurationError) -> [ConfigurationNode] {
    guard case .sequence(let sequence) = node else { throw complaint(expected: expected) }
    return sequence.enumerated().map { index, element in
      ConfigurationNode(node: element, path: path + ["\(index + 1)"], file: file)
    }
  }

  /// Keys and values of a mapping whose keys are free names.
  func entries(expected: String) throws(ConfigurationError) -> [(name: String, value: ConfigurationNode)] {
    guard case .mapping(let mapping) = node else { throw complaint(expected: expected) }
    var entries: [(name: String, value: ConfigurationNode)] = []
    for (key, value) in mapping {
      let name = try ConfigurationNode(node: key, path: path, file: file).text(expected: "a name as key")
      entries.append((name, ConfigurationNode(node: value, path: path + [name], file: file)))
    }
    return entries
  }

  /// The values of a mapping whose keys are `known`; any other key is refused where it stands.
  func fields(_ known: [String]) throws(ConfigurationError) -> ConfigurationFields {
    guard case .mapping(let mapping) = node else {
      throw complaint(expected: "a mapping with \(known.joined(separator: ", "))")
    }
    var values: [String: ConfigurationNode] = [:]
    for (key, value) in mapping {
      let keyNode = ConfigurationNode(node: key, path: path, file: file)
      let name = try keyNode.text(expected: "one of the keys \(known.joined(separator: ", "))")
      guard known.contains(name) else {
        throw keyNode.complaint("unknown key \"\(name)\"; expected one of \(known.joined(separator: ", "))")
      }
      values[name] = ConfigurationNode(node: value, path: path + [name], file: file)
    }
    return ConfigurationFields(owner: self, values: values)
  }

  private var isNull: Bool { node.tag == Tag(.null) }

  private var found: String {
    switch node {
    case .scalar(let scalar): isNull ? "nothing" : "\"\(scalar.string)\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}

/// The values of one mapping, each looked at by name.
struct ConfigurationFields {
  let owner: ConfigurationNode
  let values: [String: ConfigurationNode]

  subscript(name: String) -> ConfigurationNode? { values[name] }

  func required(_ name: String) throws(ConfigurationError) -> ConfigurationNode {
    if let value = values[name] { return value }
    throw owner.complaint("expected the key \"\(name)\"")
  }

  func text(_ name: String) throws(ConfigurationError) -> String? {
    guard let value = values[name] else { return nil }
    return try value.text()
  }
}
