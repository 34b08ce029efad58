import FoundationEssentials

/// One request and what became of it, as the wire log shows it.
struct WireExchange: Sendable {
  /// More of one body is not for reading.
  private static let bodyLimit = 32 << 10
  private static let requestIDNames = ["x-amzn-requestid", "x-amz-request-id", "x-request-id", "request-id"]

  let request: HTTPRequest
  let result: Result<HTTPResponse, TransportError>
  let duration: Duration

  /// The entry's text, every secret replaced.
  func entry(at moment: Date) -> String {
    let time = moment.formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
    let target = Redaction.url(request.target)
    let what = "\(request.method) \(request.scheme.rawValue)://\(request.authority)\(target)"
    var lines = ["\(time)Z \(what.visible) -> \(outcome) in \(Int(duration.inSeconds * 1000)) ms"]
    lines += block(">", headers: request.headers, body: request.body, side: .request)
    if case .success(let response) = result {
      lines += block("<", headers: response.headers, body: response.body, side: .response)
    }
    return lines.joined(separator: "\n") + "\n\n"
  }

  private var outcome: String {
    switch result {
    case .failure(let error): return error.sentence.visible
    case .success(let response):
      let id = Self.requestIDNames.lazy.compactMap { response[$0] }.first
      return String(response.status) + (id.map { " (request id \($0.visible))" } ?? "")
    }
  }

  private func block(_ mark: String, headers: [HTTPHeader], body: [UInt8], side: Redaction.Side) -> [String] {
    var lines = headers.map { header in
      "\(mark) \(header.name.visible): \(Redaction.header(header).visible)"
    }
    guard !body.isEmpty else { return lines }
    let text = Redaction.body(body, contentType: headers.first(named: "Content-Type"), side: side)
    let shown = text.prefix(Self.bodyLimit)
    lines.append(mark)
    lines += shown.split(separator: "\n", omittingEmptySubsequences: false).map { "\(mark) \($0.visible)" }
    if shown.endIndex < text.endIndex { lines.append("\(mark) … \(body.count) bytes in all") }
    return lines
  }
}

extension StringProtocol {
  /// Control characters as `\u{…}`: a log that is shown on a terminal must not drive it.
  fileprivate var visible: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
