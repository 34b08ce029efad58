import FoundationEssentials

/// Writes the XML of the query services straight into bytes.
struct XMLWriter: ~Copyable {
  private(set) var bytes: [UInt8] = []

  /// A successful answer: `<OpResponse><OpResult>…</OpResult><ResponseMetadata>…`.
  static func response(
    _ operation: String,
    _ namespace: String,
    _ requestID: String,
    _ body: (inout XMLWriter) -> Void
  ) -> [UInt8] {
    var writer = XMLWriter()
    writer.bytes.reserveCapacity(16_384)
    writer.bytes += "<\(operation)Response xmlns=\"\(namespace)\">\n".utf8
    writer.element("\(operation)Result", body)
    writer.element("ResponseMetadata") { $0.element("RequestId", requestID) }
    writer.bytes += "</\(operation)Response>\n".utf8
    return writer.bytes
  }

  /// A successful answer as EC2 writes it: `<OpResponse><requestId>…</requestId>…`.
  static func bareResponse(
    _ operation: String,
    _ namespace: String,
    _ requestID: String,
    _ body: (inout XMLWriter) -> Void
  ) -> [UInt8] {
    var writer = XMLWriter()
    writer.bytes.reserveCapacity(4_096)
    writer.bytes += "<\(operation)Response xmlns=\"\(namespace)\">\n".utf8
    writer.element("requestId", requestID)
    body(&writer)
    writer.bytes += "</\(operation)Response>\n".utf8
    return writer.bytes
  }

  /// One element as a whole document, as S3 answers.
  static func document(_ name: String, namespace: String, _ body: (inout XMLWriter) -> Void) -> [UInt8] {
    var writer = XMLWriter()
    writer.bytes += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(name) xmlns=\"\(namespace)\">".utf8
    body(&writer)
    writer.close(name)
    return writer.bytes
  }

  static func failure(_ failure: ServiceFailure, namespace: String, requestID: String) -> [UInt8] {
    var writer = XMLWriter()
    writer.bytes += "<ErrorResponse xmlns=\"\(namespace)\">\n".utf8
    writer.element("Error") {
      $0.element("Type", failure.status >= 500 ? "Receiver" : "Sender")
      $0.element("Code", failure.code)
      $0.element("Message", failure.message)
    }
    writer.element("RequestId", requestID)
    writer.bytes += "</ErrorResponse>\n".utf8
    return writer.bytes
  }

  static func computeFailure(_ failure: ServiceFailure, requestID: String) -> [UInt8] {
    var writer = XMLWriter()
    writer.element("Response") {
      $0.element("Errors") {
        $0.element("Error") {
          $0.element("Code", failure.code)
          $0.element("Message", failure.message)
        }
      }
      $0.element("RequestID", requestID)
    }
    return writer.bytes
  }

  static func storageFailure(_ failure: ServiceFailure, requestID: String) -> [UInt8] {
    var writer = XMLWriter()
    writer.element("Error") {
      $0.element("Code", failure.code)
      $0.element("Message", failure.message)
      $0.element("RequestId", requestID)
      $0.element("HostId", requestID)
    }
    return writer.bytes
  }

  mutating func element(_ name: String, _ body: (inout XMLWriter) -> Void) {
    open(name)
    body(&self)
    close(name)
  }

  /// A text element; nil leaves it out.
  mutating func element(_ name: String, _ text: String?) {
    guard let text else { return }
    open(name)
    escape(text)
    close(name)
  }

  mutating func element(_ name: String, _ value: Int?) {
    guard let value else { return }
    element(name, "\(value)")
  }

  mutating func element(_ name: String, _ value: Bool) { element(name, value ? "true" : "false") }

  /// A time as the query services write it: ISO 8601 in UTC with milliseconds.
  mutating func element(_ name: String, _ time: Date?) {
    guard let time else { return }
    element(name, time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }

  /// A list; an empty one is an empty element.
  mutating func list<Element>(
    _ name: String,
    _ elements: some Sequence<Element>,
    _ body: (inout XMLWriter, Element) -> Void
  ) {
    open(name)
    for element in elements { self.element("member") { body(&$0, element) } }
    close(name)
  }

  mutating func list(_ name: String, _ texts: [String]) {
    open(name)
    for text in texts { element("member", text) }
    close(name)
  }

  // MARK: Characters

  private mutating func open(_ name: String) {
    bytes.append(UInt8(ascii: "<"))
    bytes += name.utf8
    bytes.append(UInt8(ascii: ">"))
  }

  private mutating func close(_ name: String) {
    bytes += "</".utf8
    bytes += name.utf8
    bytes.append(UInt8(ascii: ">"))
  }

  /// Control characters that XML 1.0 cannot carry become a question mark.
  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\r"): bytes += "&#xD;".utf8
      case UInt8(ascii: "\n"), UInt8(ascii: "\t"), 0x20...: bytes.append(byte)
      default: bytes.append(UInt8(ascii: "?"))
      }
    }
  }
}
