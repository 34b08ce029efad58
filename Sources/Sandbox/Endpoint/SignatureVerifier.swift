import Crypto
import FoundationEssentials

/// Checks Signature Version 4 from the server's side, written from AWS's description and not from our client.
///
/// Source: IAM User Guide, "Create a signed AWS API request".
struct SignatureVerifier {
  /// What the caller claims in the Authorization header.
  struct Claim: Hashable {
    let accessKeyID: String
    let date: String
    let region: String
    let service: String
    let signedHeaders: [String]
    let signature: String

    /// - Parameter header: `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
    init?(_ header: String) {
      let words = header.split(separator: " ", maxSplits: 1)
      guard words.count == 2, words[0] == "AWS4-HMAC-SHA256" else { return nil }
      var parts: [Substring: Substring] = [:]
      for part in words[1].split(whereSeparator: { $0 == "," || $0 == " " }) {
        let sides = part.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        parts[sides[0]] = sides[1]
      }
      guard let credential = parts["Credential"], let headers = parts["SignedHeaders"],
        let signature = parts["Signature"]
      else { return nil }
      let scope = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard scope.count == 5, scope[4] == "aws4_request" else { return nil }
      (accessKeyID, date, region, service) = (scope[0], scope[1], scope[2], scope[3])
      signedHeaders = headers.split(separator: ";").map(String.init)
      self.signature = String(signature)
    }

    var scope: String { "\(date)/\(region)/\(service)/aws4_request" }
  }

  let request: LoopbackRequest
  let claim: Claim
  let wire: ServiceFailure.Wire

  /// Five minutes either way are allowed.
  static let tolerance: TimeInterval = 300
  /// S3 allows a quarter of an hour.
  static let storageTolerance: TimeInterval = 900
  /// The payload hash of a body that is not signed, and that of one signed in pieces or closed by a checksum.
  private static let unsignedPayloads = ["UNSIGNED-PAYLOAD", "STREAMING-"]

  private var isStorage: Bool { claim.service == "s3" }

  /// - Throws: What the service would answer to a time, a scope or a signature that is wrong.
  func verify(secret: String, service: String, now: Date) throws(ServiceFailure) {
    let time = try checkedTime(now)
    guard claim.service == service else {
      throw .signature(wire, "Credential should be scoped to correct service: '\(service)'. ")
    }
    // Any region: boto3 signs Organizations for the user's own when the endpoint is given.
    guard Self.isRegion(claim.region) else {
      throw .signature(wire, "Credential should be scoped to a valid region, not '\(claim.region)'. ")
    }
    guard time.hasPrefix(claim.date) else {
      throw .signature(
        wire,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
          + "'\(claim.date)' != '\(time.prefix(8))', from '\(time)'."
      )
    }
    try checkHeaders()
    try checkPayload()
    let expected = Self.signature(canonicalRequest, time: time, claim: claim, secret: secret)
    guard expected == claim.signature else {
      throw .signature(
        wire,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
          + "Key and signing method. Consult the service documentation for details."
      )
    }
  }

  private func checkedTime(_ now: Date) throws(ServiceFailure) -> String {
    guard let time = request.header("x-amz-date"), let date = Self.date(time) else {
      throw .incompleteSignature(
        wire,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      )
    }
    let tolerance = isStorage ? Self.storageTolerance : Self.tolerance
    let (earliest, latest) = (now.addingTimeInterval(-tolerance), now.addingTimeInterval(tolerance))
    if isStorage, !(earliest...latest).contains(date) {
      throw ServiceFailure(
        code: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        status: 403
      )
    }
    if date < earliest {
      throw .signature(
        wire,
        "Signature expired: \(time) is now earlier than \(Self.text(earliest)) (\(Self.text(now)) - 5 min.)"
      )
    }
    if date > latest {
      throw .signature(
        wire,
        "Signature not yet current: \(time) is still later than \(Self.text(latest)) (\(Self.text(now)) + 5 min.)"
      )
    }
    return time
  }

  private func checkHeaders() throws(ServiceFailure) {
    let mustBeSigned = request.headers.map { $0.name.lowercased() }.filter { $0.hasPrefix("x-amz-") } + ["host"]
    if let missing = mustBeSigned.first(where: { !claim.signedHeaders.contains($0) }) {
      throw .signature(wire, "'\(missing)' must be a 'SignedHeader' in the AWS Authorization.")
    }
  }

  /// S3 says the hash of the body in a header of its own, which must be true unless it says that nothing is promised.
  private func checkPayload() throws(ServiceFailure) {
    guard isStorage else { return }
    guard let claimed = request.header("x-amz-content-sha256") else {
      throw ServiceFailure(
        code: "InvalidRequest",
        message: "Missing required header for this request: x-amz-content-sha256"
      )
    }
    guard !Self.unsignedPayloads.contains(where: claimed.hasPrefix) else { return }
    guard claimed == Hexadecimal.text(SHA256.hash(data: request.body)) else {
      throw ServiceFailure(
        code: "XAmzContentSHA256Mismatch",
        message: "The provided 'x-amz-content-sha256' header does not match what was computed."
      )
    }
  }

  /// Words of small letters between dashes and a number at the end, as in `us-gov-west-1`.
  private static func isRegion(_ text: String) -> Bool {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    guard words.count >= 3, let last = words.last, Int(last) != nil else { return false }
    return words.dropLast().allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (97...122).contains($0) } }
  }

  // MARK: The calculation

  var canonicalRequest: String {
    let headers = claim.signedHeaders.map { "\($0):\(Self.folded(values(of: $0)))\n" }
    let query = request.query
      .map { (FormEncoding.encoded($0.name), FormEncoding.encoded($0.value)) }
      .sorted { $0 < $1 }
      .map { "\($0.0)=\($0.1)" }
    return [
      request.method,
      // S3 takes the path as it is: `a//b` and `./` are names of objects.
      isStorage ? request.path : Self.encodedAgain(request.path),
      query.joined(separator: "&"),
      headers.joined(),
      claim.signedHeaders.joined(separator: ";"),
      payloadHash,
    ].joined(separator: "\n")
  }

  private var payloadHash: String {
    let claimed = isStorage ? request.header("x-amz-content-sha256") : nil
    return claimed ?? Hexadecimal.text(SHA256.hash(data: request.body))
  }

  static func signature(_ canonicalRequest: String, time: String, claim: Claim, secret: String) -> String {
    let hash = Hexadecimal.text(SHA256.hash(data: Array(canonicalRequest.utf8)))
    let toSign = ["AWS4-HMAC-SHA256", time, claim.scope, hash].joined(separator: "\n")
    var key = Array("AWS4\(secret)".utf8)
    for part in [claim.date, claim.region, claim.service, "aws4_request", toSign] {
      key = Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: SymmetricKey(data: key)))
    }
    return Hexadecimal.text(key)
  }

  /// The host is no field of the request but its authority.
  private func values(of name: String) -> [String] {
    name == "host" ? [request.authority] : request.headerValues(name)
  }

  /// Trimmed, with inner runs of spaces as one.
  private static func folded(_ values: [String]) -> String {
    values.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: ",")
  }

  /// The path without `.`, `..` and empty segments, and every segment as sent encoded once more.
  private static func encodedAgain(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    guard !segments.isEmpty else { return "/" }
    let encoded = segments.map { FormEncoding.encoded(String($0)) }.joined(separator: "/")
    return "/" + encoded + (path.hasSuffix("/") ? "/" : "")
  }

  // MARK: Times

  /// `20261124T060904Z`.
  static func text(_ date: Date) -> String {
    let plain = date.formatted(.iso8601)
    return plain.replacing("-", with: "").replacing(":", with: "")
  }

  private static func date(_ text: String) -> Date? {
    let digits = Array(text)
    guard digits.count == 16, digits[8] == "T", digits[15] == "Z" else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    let dashed =
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
    return try? Date(dashed, strategy: .iso8601)
  }
}
