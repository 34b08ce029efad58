/// The XML body of a call to S3: elements with texts and elements inside, without attributes.
struct XMLInput: Sendable {
  let name: String
  private(set) var text = ""
  private(set) var children: [XMLInput] = []

  private init(name: String) { self.name = name }

  /// - Throws: `MalformedXML` for a body that is no such XML.
  init(_ body: [UInt8]) throws(ServiceFailure) {
    var rest = Substring(String(decoding: body, as: UTF8.self))
    guard let root = Self.element(in: &rest) else {
      throw ServiceFailure(
        code: "MalformedXML",
        message: "The XML you provided was not well-formed or did not validate against our published schema"
      )
    }
    self = root
  }

  func child(_ name: String) -> XMLInput? { children.first { $0.name == name } }

  func all(_ name: String) -> [XMLInput] { children.filter { $0.name == name } }

  func text(_ name: String) -> String? { child(name)?.text }

  func boolean(_ name: String) -> Bool { text(name) == "true" }

  // MARK: Reading

  /// The next element; comments, declarations and white space before it are skipped.
  private static func element(in rest: inout Substring) -> XMLInput? {
    rest = rest.drop { $0.isWhitespace }
    while rest.hasPrefix("<?") || rest.hasPrefix("<!") {
      guard let end = rest.firstIndex(of: ">") else { return nil }
      rest = rest[rest.index(after: end)...].drop { $0.isWhitespace }
    }
    guard rest.first == "<", let end = rest.firstIndex(of: ">") else { return nil }
    var tag = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    let isEmpty = tag.hasSuffix("/")
    if isEmpty { tag = tag.dropLast() }
    var element = XMLInput(name: String(tag.prefix { !$0.isWhitespace }))
    if isEmpty { return element }
    while let next = rest.firstIndex(of: "<") {
      element.text += rest[..<next]
      rest = rest[next...]
      if rest.hasPrefix("</") {
        guard let close = rest.firstIndex(of: ">"), rest[..<close].dropFirst(2) == element.name else { return nil }
        rest = rest[rest.index(after: close)...]
        element.text = element.children.isEmpty ? unescaped(element.text) : ""
        return element
      }
      guard let child = Self.element(in: &rest) else { return nil }
      element.children.append(child)
    }
    return nil
  }

  private static func unescaped(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&apos;", with: "'").replacing("&#13;", with: "\r").replacing("&#10;", with: "\n")
      .replacing("&amp;", with: "&")
  }
}
