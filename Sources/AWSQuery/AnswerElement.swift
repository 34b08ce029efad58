package import AWS
package import Foundation
import FoundationXML

/// One element of an answer: its name, its text, and what is in it.
///
/// A plain tree instead of a decoder: a page of 100 stack instances takes 1.5 ms this way and took 12 ms through
/// XMLCoder (release build, one core of a small server), which is longer than botocore's 5 ms.
package struct AnswerElement: Hashable, Sendable {
  package let name: String
  package fileprivate(set) var text = ""
  package fileprivate(set) var children: [AnswerElement] = []

  /// Reads a whole document and gives its root; the layout of texts is kept.
  ///
  /// - Throws: ``MalformedAnswer`` for what is no XML, or not all of it.
  package init(parsing body: [UInt8]) throws(MalformedAnswer) {
    let builder = Builder()
    let parser = XMLParser(data: Data(body))
    parser.delegate = builder
    guard parser.parse(), let root = builder.root else { throw MalformedAnswer("the XML is broken or cut off") }
    self = root
  }

  fileprivate init(name: String) { self.name = name }

  // MARK: Looking

  package subscript(name: String) -> AnswerElement? { children.first { $0.name == name } }

  /// The text of the child `name`; nil when it is missing or empty.
  package func string(_ name: String) -> String? {
    guard let text = self[name]?.text, !text.isEmpty else { return nil }
    return text
  }

  /// The text of a child that must be there.
  package func require(_ name: String) throws(MalformedAnswer) -> String {
    guard let text = string(name) else { throw MalformedAnswer("field \(name) is missing") }
    return text
  }

  /// The members of the list `name`, which EC2 calls items; a missing list and `<Summaries/>` are empty.
  package func list(_ name: String) -> [AnswerElement] {
    self[name]?.children.filter { $0.name == "member" || $0.name == "item" } ?? []
  }

  /// Every child `name`, as S3 writes lists.
  package func all(_ name: String) -> [AnswerElement] { children.filter { $0.name == name } }

  /// A time in ISO 8601, with or without fractions of a second.
  package func date(_ name: String) throws(MalformedAnswer) -> Date? {
    guard let text = string(name) else { return nil }
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    do {
      return try style.parse(text)
    } catch {
      throw MalformedAnswer("field \(name) is no time")
    }
  }

  package func flag(_ name: String) -> Bool? { string(name).map { $0.lowercased() == "true" } }

  package func integer(_ name: String) -> Int? { string(name).flatMap { Int($0) } }

  /// Grows the tree while the parser runs.
  private final class Builder: NSObject, XMLParserDelegate {
    private var open: [AnswerElement] = []
    private(set) var root: AnswerElement?

    func parser(
      _ parser: XMLParser,
      didStartElement name: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      open.append(AnswerElement(name: name))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      guard let last = open.indices.last else { return }
      open[last].text += text
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      guard var element = open.popLast() else { return }
      // Between children there is only layout.
      if !element.children.isEmpty { element.text = "" }
      guard let parent = open.indices.last else {
        root = element
        return
      }
      open[parent].children.append(element)
    }
  }
}
