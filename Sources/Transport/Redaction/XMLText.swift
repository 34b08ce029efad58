/// An XML text taken apart as far as it takes to know which element a value stands in.
indirect enum XMLText: Equatable {
  /// The start tag as written, without its brackets.
  case element(tag: String, children: [XMLText])
  case text(String)

  /// Nil unless `bytes` is one element, perhaps after a declaration.
  init?(parsing bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var parser = XMLTextParser(text)
    guard let root = parser.document() else { return nil }
    self = root
  }

  private var name: String {
    guard case .element(let tag, _) = self else { return "" }
    let qualified = tag.prefix { !$0.isWhitespace }
    return String(qualified[(qualified.lastIndex(of: ":").map(qualified.index(after:)) ?? qualified.startIndex)...])
  }

  /// The text of an element that holds nothing else.
  private var content: String? {
    guard case .element(_, let children) = self, children.count == 1, case .text(let text) = children[0] else {
      return nil
    }
    return text
  }

  func redacted(_ side: Redaction.Side) -> XMLText {
    guard case .element(let tag, let children) = self else { return self }
    return .element(tag: tag, children: children.map { $0.redacted(side, in: self, beside: children) })
  }

  private func redacted(_ side: Redaction.Side, in parent: XMLText, beside siblings: [XMLText]) -> XMLText {
    switch self {
    case .text(let text): return .text(Redaction.value(text, named: parent.name, side: side))
    case .element(let tag, let children):
      let holdsElements = children.contains { if case .element = $0 { true } else { false } }
      let namesSecret = siblings.contains { sibling in
        guard SecretName.isValue(name, of: sibling.name), let key = sibling.content else { return false }
        return SecretName.isSecret(key, side: side)
      }
      let isCustomResource = siblings.contains { $0.name == "ResourceType" && !($0.content ?? "").hasPrefix("AWS::") }
      if namesSecret || (name == "PhysicalResourceId" && isCustomResource) {
        return .element(tag: tag, children: [.text(Redaction.mark)])
      }
      // A structure called `Credentials` tells its secrets from the rest itself.
      if SecretName.isSecret(name, side: side), holdsElements, name != "Credentials" {
        return .element(tag: tag, children: [.text(Redaction.mark)])
      }
      return redacted(side)
    }
  }
}

extension XMLText: CustomStringConvertible {
  var description: String {
    switch self {
    case .text(let text):
      return text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
        .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
    case .element(let tag, let children):
      let name = tag.prefix { !$0.isWhitespace }
      return children.isEmpty ? "<\(tag)/>" : "<\(tag)>\(children.map(\.description).joined())</\(name)>"
    }
  }
}
