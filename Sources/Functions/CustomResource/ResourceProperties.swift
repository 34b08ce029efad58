/// The properties a template gives a custom resource.
///
/// CloudFormation sends numbers and booleans as texts; those that come as they are count as the same text.
package struct ResourceProperties: Hashable, Sendable {
  fileprivate enum Value: Hashable, Sendable {
    case text(String)
    case list([String])
    /// Of a form that none of our properties has.
    case other
  }

  /// CloudFormation's own, in every resource.
  private static let reserved: Set<String> = ["ServiceToken", "ServiceTimeout"]

  private let values: [String: Value]

  /// Makes properties of texts, as tests and tools need them.
  package init(_ texts: [String: String]) { values = texts.mapValues { .text($0) } }

  /// The text of property `name`; nil where it is absent.
  ///
  /// - Throws: ``Refusal`` when it is no text.
  package func text(_ name: String) throws(Refusal) -> String? {
    switch values[name] {
    case nil: return nil
    case .text(let text): return text
    case .list, .other: throw Refusal("\(name) must be a text")
    }
  }

  /// The text of property `name`.
  ///
  /// - Throws: ``Refusal`` when it is absent, empty, or no text.
  package func required(_ name: String) throws(Refusal) -> String {
    guard let text = try text(name), !text.isEmpty else { throw Refusal("\(name) must be specified") }
    return text
  }

  /// The texts of property `name`; none where it is absent, one where it is a single text.
  ///
  /// - Throws: ``Refusal`` when it is something else.
  package func list(_ name: String) throws(Refusal) -> [String] {
    switch values[name] {
    case nil: return []
    case .text(let text): return [text]
    case .list(let texts): return texts
    case .other: throw Refusal("\(name) must be a list of texts")
    }
  }

  /// Checks that there are no properties but `names`, and CloudFormation's own.
  ///
  /// - Throws: ``Refusal`` that names the first other one.
  package func allow(only names: Set<String>) throws(Refusal) {
    let unknown = Set(values.keys).subtracting(names).subtracting(Self.reserved).min()
    if let unknown { throw Refusal("\(unknown.prefix(64)) is not a property of this resource") }
  }
}

extension ResourceProperties: Decodable {
  package init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: Value].self)
  }
}

extension ResourceProperties.Value: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // Each attempt's failure only says that the value has another form.
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .text(String(flag))
    } else if let number = try? container.decode(Int64.self) {
      self = .text(String(number))
    } else if let texts = try? container.decode([String].self) {
      self = .list(texts)
    } else {
      self = .other
    }
  }
}
