package import Transport

/// An answer that is not the service's: a proxy's page, a cut-off body, a form nobody here knows.
package struct UnexpectedAnswer: Error, Hashable, Sendable {
  package let service: Service
  package let operation: String
  package let status: Int
  package let contentType: String?
  /// What was wrong with it.
  package let reason: String
  /// The first bytes, control characters made visible; nil where they may hold a secret.
  package let beginning: String?

  /// Characters of the body worth showing.
  private static let limit = 160

  package init(
    _ response: HTTPResponse,
    service: Service,
    operation: String,
    reason: String,
    mayHoldSecret: Bool = false
  ) {
    self.service = service
    self.operation = operation
    status = response.status
    contentType = response["Content-Type"]
    self.reason = reason
    beginning = mayHoldSecret ? nil : Self.visible(response.body.prefix(Self.limit))
  }

  package var sentence: String {
    let form = contentType.map { ", \(Self.visible($0.utf8.prefix(60)))" } ?? ""
    let text = beginning.map { $0.isEmpty ? "empty body" : "begins \"\($0)\"" } ?? "body withheld: it may hold a secret"
    return "unexpected response to \(service.name) \(operation): \(reason) (status \(status)\(form), \(text))"
  }

  /// Bytes as text on one line: whatever could move a cursor, turn the direction or is no UTF-8 becomes a stand-in.
  private static func visible(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse:
        text += scalar == "\n" ? "\\n" : scalar == "\t" ? "\\t" : "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
