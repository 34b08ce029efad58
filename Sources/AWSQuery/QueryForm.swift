import Transport

/// The body of a Query request: `Action=…&Version=…`, then the parameters in the order they were added.
///
/// Lists are `Name.member.1=…` (EC2: `Name.1=…`), structures `Name.Field=…`, an empty list `Name=`; nil adds nothing.
package struct QueryForm: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case text(String)
    case list([Value])
    case structure([Field])
  }

  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  package enum ListStyle: Hashable, Sendable { case members, numbers }

  private var pairs: [(name: String, value: String)]
  private let lists: ListStyle

  package init(action: String, version: String, lists: ListStyle = .members) {
    pairs = [("Action", action), ("Version", version)]
    self.lists = lists
  }

  package mutating func add(_ name: String, _ value: Value?) {
    guard let value else { return }
    switch value {
    case .text(let text): pairs.append((name, text))
    case .list(let values):
      if values.isEmpty { pairs.append((name, "")) }
      let stem = lists == .members ? "\(name).member" : name
      for (index, value) in values.enumerated() { add("\(stem).\(index + 1)", value) }
    case .structure(let fields):
      for field in fields { add("\(name).\(field.name)", field.value) }
    }
  }

  package mutating func add(_ name: String, _ text: String?) { add(name, text.map(Value.text)) }

  /// A list of texts; an empty one adds nothing.
  package mutating func add(_ name: String, _ texts: [String]) {
    if !texts.isEmpty { add(name, .list(texts.map(Value.text))) }
  }

  package mutating func add(_ name: String, _ number: Int?) { add(name, number.map { .text(String($0)) }) }

  package mutating func add(_ name: String, _ flag: Bool?) { add(name, flag.map { .text($0 ? "true" : "false") }) }

  /// `application/x-www-form-urlencoded`, spaces as `%20`.
  package var body: [UInt8] {
    let encoded = pairs.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }
    return Array(encoded.joined(separator: "&").utf8)
  }

  package static func == (left: QueryForm, right: QueryForm) -> Bool { left.body == right.body }
  package func hash(into hasher: inout Hasher) { hasher.combine(body) }
}
