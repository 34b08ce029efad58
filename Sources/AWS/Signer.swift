import Crypto
package import FoundationEssentials
package import Transport

/// Signs requests with Signature Version 4, in the `Authorization` header.
///
/// A pure function of request, credentials and time; only derived keys are remembered.
package struct Signer: Sendable {
  package enum Rules: Hashable, Sendable {
    case standard
    /// Paths are signed as sent, and the payload's hash travels in a header.
    case s3
  }

  private let region: String
  private let service: String
  private let rules: Rules
  private let keys: SigningKeys

  package init(region: String, service: String, rules: Rules = .standard, keys: SigningKeys = SigningKeys()) {
    self.region = region
    self.service = service
    self.rules = rules
    self.keys = keys
  }

  /// `request` with time, token and signature; earlier ones are replaced, so that each attempt can be signed anew.
  package func sign(_ request: HTTPRequest, with credentials: AWSCredentials, at date: Date) -> HTTPRequest {
    var request = request
    let stamp = Self.stamp(date)
    request.setHeader("X-Amz-Date", to: stamp)
    request.setHeader("X-Amz-Security-Token", to: credentials.sessionToken)
    if rules == .s3, request["X-Amz-Content-Sha256"] == nil {
      request.setHeader("X-Amz-Content-Sha256", to: SHA256.hash(data: request.body).hex)
    }
    let canonical = CanonicalRequest(request, rules: rules)
    let key = keys.key(
      secret: credentials.secretAccessKey,
      day: String(stamp.prefix(8)),
      region: region,
      service: service
    )
    let text = stringToSign(canonical, stamp: stamp)
    let signature = Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)).hex
    request.setHeader(
      "Authorization",
      to: "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope(stamp)), "
        + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
    )
    return request
  }

  /// What the signature is made of; `stamp` as ``stamp(_:)`` writes it.
  package func stringToSign(_ canonical: CanonicalRequest, stamp: String) -> String {
    """
    AWS4-HMAC-SHA256
    \(stamp)
    \(scope(stamp))
    \(SHA256.hash(data: Array(canonical.text.utf8)).hex)
    """
  }

  /// `20150830T123600Z`.
  package static func stamp(_ date: Date) -> String {
    date.formatted(
      Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZoneSeparator: .omitted)
    )
  }

  private func scope(_ stamp: String) -> String { "\(stamp.prefix(8))/\(region)/\(service)/aws4_request" }
}

extension HTTPRequest {
  /// Puts `value` in place of whatever headers of that name there are; nil only takes them away.
  mutating func setHeader(_ name: String, to value: String?) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    if let value { headers.append(HTTPHeader(name, value)) }
  }
}
