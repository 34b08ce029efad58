/// The values of a template's parameters for one stack.
struct BoundParameters: Hashable, Sendable {
  struct Value: Hashable, Sendable {
    let key: String
    /// As given, or the default.
    let text: String
    /// What an SSM parameter held.
    var resolved: String?
    let isHidden: Bool
    let isList: Bool

    /// What `Ref` gives.
    var reference: TemplateValue {
      let text = resolved ?? text
      guard isList else { return .string(text) }
      return .list(ParameterBinder.items(of: text).map { .string($0) })
    }
  }

  /// In the template's order.
  var values: [Value] = []
  /// What speaks against the values once the stack asks the account, as the stack's reason says it.
  var problem: String?

  subscript(key: String) -> Value? { values.first { $0.key == key } }

  var references: [String: TemplateValue] {
    Dictionary(values.map { ($0.key, $0.reference) }, uniquingKeysWith: { first, _ in first })
  }

  /// As shown: hidden ones as stars.
  var shown: [StackSetRecord.Parameter] {
    values.map { .init(key: $0.key, value: $0.isHidden ? "****" : $0.text) }
  }
}
