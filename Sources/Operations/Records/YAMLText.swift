import Yams

/// Writes ``OutputValue`` as YAML, keys in their order.
package enum YAMLText {
  package static func of(_ value: OutputValue) throws -> String {
    // The emitter leaves bidirectional characters as they are; with one of them about, all but ASCII is escaped.
    try serialize(node: node(value), width: -1, allowUnicode: !hasUnsafeText(value))
  }

  private static func node(_ value: OutputValue) -> Node {
    switch value {
    case .null: Node("null", Tag(.null))
    case .flag(let flag): Node(flag ? "true" : "false", Tag(.bool))
    case .number(let number): Node(String(number), Tag(.int))
    // Quoted always: an account id must not come back as a number, nor a name as a date or a boolean.
    case .text(let text): Node(text, Tag(.str), .doubleQuoted)
    case .list(let elements): Node(elements.map(node))
    case .object(let members): Node(members.map { (Node($0.key), node($0.value)) })
    }
  }

  private static func hasUnsafeText(_ value: OutputValue) -> Bool {
    switch value {
    case .null, .flag, .number: false
    case .text(let text): text.unicodeScalars.contains { !$0.isASCII && $0.isUnsafeToShow }
    case .list(let elements): elements.contains(where: hasUnsafeText)
    case .object(let members): members.contains { hasUnsafeText($0.value) }
    }
  }
}
