/// Reads the XML that services answer with: elements, text, entities, CDATA, comments; no document type.
struct XMLTextParser {
  private static let depthLimit = 64

  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  /// The root element; nil when the text is not one well-formed document.
  mutating func document() -> XMLText? {
    guard skipProlog(), let root = element(depth: 0), skipProlog(), rest.isEmpty else { return nil }
    return root
  }

  private mutating func element(depth: Int) -> XMLText? {
    guard depth < Self.depthLimit, take("<"), let end = endOfTag() else { return nil }
    var tag = rest[..<end]
    rest = rest[rest.index(after: end)...]
    if tag.last == "/" {
      tag.removeLast()
      return .element(tag: String(tag), children: [])
    }
    let name = tag.prefix { !$0.isWhitespace }
    guard !name.isEmpty, let children = children(depth: depth), take(String(name)) else { return nil }
    skipSpace()
    return take(">") ? .element(tag: String(tag), children: children) : nil
  }

  /// What stands before the next `</`, which is consumed.
  private mutating func children(depth: Int) -> [XMLText]? {
    var children: [XMLText] = []
    var text = ""
    while !rest.isEmpty {
      if take("</") {
        return children + Self.textNode(text, alone: children.isEmpty)
      } else if take("<![CDATA[") {
        guard let content = takeThrough("]]>") else { return nil }
        text += content
      } else if take("<!--") {
        guard takeThrough("-->") != nil else { return nil }
      } else if rest.first == "<" {
        children += Self.textNode(text, alone: false)
        text = ""
        guard let child = element(depth: depth + 1) else { return nil }
        children.append(child)
      } else {
        let raw = rest.prefix { $0 != "<" }
        rest = rest[raw.endIndex...]
        text += Self.unescaped(raw)
      }
    }
    return nil
  }

  /// Space between elements is layout; in an element of its own it is text.
  private static func textNode(_ text: String, alone: Bool) -> [XMLText] {
    text.isEmpty || (!alone && text.allSatisfy(\.isWhitespace)) ? [] : [.text(text)]
  }

  private func endOfTag() -> Substring.Index? {
    var quote: Character?
    for index in rest.indices {
      let character = rest[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "<" {
        return nil
      } else if character == ">" {
        return index
      }
    }
    return nil
  }

  private mutating func skipProlog() -> Bool {
    skipSpace()
    while rest.hasPrefix("<?") || rest.hasPrefix("<!--") {
      guard takeThrough(rest.hasPrefix("<?") ? "?>" : "-->") != nil else { return false }
      skipSpace()
    }
    return true
  }

  private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private mutating func takeThrough(_ end: String) -> Substring? {
    guard let range = rest.firstRange(of: end) else { return nil }
    defer { rest = rest[range.upperBound...] }
    return rest[..<range.lowerBound]
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[rest.index(after: ampersand)...]
      guard let end = rest.firstIndex(of: ";") else { return result + "&" + rest }
      result += entity(rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func entity(_ name: Substring) -> String {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let number = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
      guard name.hasPrefix("#"), let scalar = number.flatMap(Unicode.Scalar.init) else { return "&\(name);" }
      return String(scalar)
    }
  }
}
