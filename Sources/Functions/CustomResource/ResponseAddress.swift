import Transport

/// Where CloudFormation waits for an answer: a pre-signed address, good for whoever has it, used character for character.
struct ResponseAddress: Hashable, Sendable {
  private let scheme: HTTPRequest.Scheme
  private let host: String
  private let port: Int?
  private let target: String

  /// Takes `text` only for the bucket in which CloudFormation of `function`'s region collects answers.
  ///
  /// - Parameters:
  ///   - text: `ResponseURL` of the event.
  ///   - function: The function that answers; a resource's stack is always in the function's region.
  ///   - other: Host and port of a simulated bucket (`ROLECALL_RESPONSE_HOST`), which is then good too, plain HTTP included.
  /// - Throws: ``Refusal`` for any other address, which it does not repeat.
  init(_ text: String, function: FunctionARN, or other: String?) throws(Refusal) {
    guard let end = text.firstRange(of: "://")?.upperBound, let slash = text[end...].firstIndex(of: "/"),
      let scheme = HTTPRequest.Scheme(rawValue: String(text[..<end].dropLast(3))),
      text[slash...].utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else { throw Refusal("ResponseURL is not an address") }
    let authority = String(text[end..<slash])
    if !authority.isEmpty, authority == other {
      let parts = authority.split(separator: ":", maxSplits: 1)
      host = String(parts.first ?? "")
      port = parts.count == 2 ? Int(parts[1]) : nil
    } else {
      guard scheme == .https, Self.hosts(of: function).contains(authority) else {
        throw Refusal("ResponseURL is not in the bucket in which CloudFormation of \(function.region) collects answers")
      }
      host = authority
      port = nil
    }
    self.scheme = scheme
    target = String(text[slash...])
  }

  /// The request that leaves `body` there.
  ///
  /// The content type is signed as empty, so the header is there and says nothing.
  func request(_ body: [UInt8]) -> HTTPRequest {
    HTTPRequest(
      method: "PUT",
      scheme: scheme,
      host: host,
      port: port,
      target: target,
      headers: [HTTPHeader("Content-Type", "")],
      body: body
    )
  }

  /// All the names S3 answers by for the bucket of a region; CloudFormation has used each of the first three.
  ///
  /// The bucket's own name has the region without hyphens. Sources: CloudFormation User Guide, "Access CloudFormation using
  /// an interface endpoint"; Lambda Developer Guide, "Using AWS Lambda with CloudFormation"; S3 User Guide, "Virtual hosting".
  private static func hosts(of function: FunctionARN) -> [String] {
    let region = function.region
    let bucket = "cloudformation-custom-resource-response-\(region.filter { $0 != "-" })"
    let suffix = suffix(of: function.partition)
    return ["s3.\(region)", "s3-\(region)", "s3", "s3.dualstack.\(region)"].map { "\(bucket).\($0).\(suffix)" }
  }

  private static func suffix(of partition: String) -> String {
    switch partition {
    case "aws-cn": "amazonaws.com.cn"
    case "aws-eusc": "amazonaws.eu"
    default: "amazonaws.com"
    }
  }
}

extension ResponseAddress: CustomStringConvertible, CustomReflectable {
  /// The host only: the rest is a credential.
  var description: String { host }
  var customMirror: Mirror { Mirror(self, children: ["host": host]) }
}
