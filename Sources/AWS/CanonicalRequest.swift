import Crypto
import FoundationEssentials
package import Transport

/// A request in the one spelling that client and service both arrive at, which is what gets signed.
///
/// Source: IAM User Guide, "Create a signed AWS API request".
package struct CanonicalRequest: Hashable, Sendable {
  package let text: String
  /// The names of the headers it covers, joined by semicolons.
  package let signedHeaders: String

  /// `request` must be complete, time and token included; only `Host` is added, as the sender will send it.
  package init(_ request: HTTPRequest, rules: Signer.Rules) {
    let mark = request.target.firstIndex(of: "?") ?? request.target.endIndex
    let headers = Self.headers(of: request)
    signedHeaders = headers.map(\.name).joined(separator: ";")
    text = [
      request.method,
      Self.path(request.target[..<mark], rules: rules),
      Self.query(request.target[mark...].dropFirst()),
      headers.map { "\($0.name):\($0.value)\n" }.joined(),
      signedHeaders,
      request["X-Amz-Content-Sha256"] ?? SHA256.hash(data: request.body).hex,
    ].joined(separator: "\n")
  }

  /// The path as sent, encoded once more; S3 alone takes it as it is, since `a//b` and `./` are object names there.
  private static func path(_ path: Substring, rules: Signer.Rules) -> String {
    switch rules {
    case .s3: path.isEmpty ? "/" : String(path)
    case .standard:
      withoutDots(path).split(separator: "/", omittingEmptySubsequences: false)
        .map(\.percentEncoded).joined(separator: "/")
    }
  }

  private static func withoutDots(_ path: Substring) -> String {
    var kept: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
    }
    return "/" + kept.joined(separator: "/") + (path.hasSuffix("/") && !kept.isEmpty ? "/" : "")
  }

  /// Names and values in byte order of their encoded form; a name alone gets its `=`.
  private static func query(_ query: Substring) -> String {
    let pairs = query.split(separator: "&").map { pair in
      let equals = pair.firstIndex(of: "=") ?? pair.endIndex
      return (
        name: encodingRest(of: pair[..<equals]),
        value: encodingRest(of: pair[equals...].dropFirst())
      )
    }
    let ordered = pairs.sorted { left, right in
      left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return ordered.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  /// What is encoded already stays as it is.
  private static func encodingRest(of text: Substring) -> String {
    text.split(separator: "%", omittingEmptySubsequences: false).map(\.percentEncoded).joined(separator: "%")
  }

  /// Everything but what proxies and clients rewrite on the way.
  private static let unsigned: Set<String> = [
    "authorization", "connection", "content-length", "expect", "host", "keep-alive", "proxy-authenticate",
    "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ]

  private static func headers(of request: HTTPRequest) -> [(name: String, value: String)] {
    var values = ["host": request.authority]
    for header in request.headers {
      let name = header.name.lowercased()
      if unsigned.contains(name) { continue }
      let value = header.value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      values[name] = values[name].map { "\($0),\(value)" } ?? value
    }
    return values.map { (name: $0.key, value: $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

extension Digest {
  /// Lower-case hex digits.
  var hex: String { Array(self).hex }
}

extension [UInt8] {
  /// Lower-case hex digits.
  var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(count * 2)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
