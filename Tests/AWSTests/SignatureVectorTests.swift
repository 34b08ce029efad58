import Foundation
import Testing
import Transport

@testable import AWS

struct SignatureVectorTests {
  @Test func `every case of the published suite is signed as published`() throws {
    let folder = try Vectors.folder("aws4_testsuite")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let requests = try #require(files).filter { $0.pathExtension == "req" }.sorted { $0.path() < $1.path() }
    var passed = 0
    for file in requests {
      try check(SuiteCase(file))
      passed += 1
    }
    #expect(passed == 34)
    print("aws4_testsuite: \(passed) of 34 cases signed; skipped: 0")
    print(
      "aws4_testsuite: not compared: post-sts-header-after.sreq, which adds the token after signing; all services used "
        + "here want it signed"
    )
  }

  @Test func `every request of the services used is signed as botocore signs it`() throws {
    let data = try Data(contentsOf: Vectors.folder("service-vectors.json"))
    let vectors = try JSONDecoder().decode(ServiceVectors.self, from: data).vectors
    for vector in vectors { try check(vector) }
    #expect(vectors.count == 24)
    print("service-vectors.json: \(vectors.count) of 24 cases signed; skipped: 0")
  }

  @Test func `a signing key is derived once and serves only its day, region, service and secret`() {
    let keys = SigningKeys()
    let first = keys.key(secret: "s", day: "20260102", region: "us-east-1", service: "sts")
    #expect(keys.key(secret: "s", day: "20260102", region: "us-east-1", service: "sts") == first)
    #expect(keys.key(secret: "s", day: "20260103", region: "us-east-1", service: "sts") != first)
    #expect(keys.key(secret: "s", day: "20260102", region: "eu-west-1", service: "sts") != first)
    #expect(keys.key(secret: "s", day: "20260102", region: "us-east-1", service: "iam") != first)
    #expect(keys.key(secret: "t", day: "20260102", region: "us-east-1", service: "sts") != first)
  }

  @Test func `signing again replaces the first signature, its time and its token`() throws {
    let signer = Signer(region: "eu-west-1", service: "sts")
    let request = HTTPRequest(method: "POST", scheme: .https, host: "sts.eu-west-1.amazonaws.com", target: "/")
    let session = AWSCredentials(accessKeyID: "A", secretAccessKey: "B", sessionToken: "C")
    let once = signer.sign(request, with: session, at: Date(timeIntervalSince1970: 0))
    let fresh = AWSCredentials(accessKeyID: "D", secretAccessKey: "E")
    let twice = signer.sign(once, with: fresh, at: Date(timeIntervalSince1970: 1_440_938_160))
    #expect(twice == signer.sign(request, with: fresh, at: Date(timeIntervalSince1970: 1_440_938_160)))
    #expect(twice["X-Amz-Date"] == "20150830T123600Z")
    #expect(twice["X-Amz-Security-Token"] == nil)
  }

  // MARK: Checks

  private func check(_ vector: SuiteCase) throws {
    let credentials = AWSCredentials(
      accessKeyID: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: vector.sessionToken
    )
    let signer = Signer(region: "us-east-1", service: "service")
    let signed = signer.sign(vector.request, with: credentials, at: try date("20150830T123600Z"))
    let canonical = CanonicalRequest(signed, rules: .standard)
    #expect(canonical.text == vector.canonicalRequest, "\(vector.name)")
    #expect(signer.stringToSign(canonical, stamp: "20150830T123600Z") == vector.stringToSign, "\(vector.name)")
    #expect(signed["Authorization"] == vector.authorization, "\(vector.name)")
  }

  private func check(_ vector: ServiceVectors.Vector) throws {
    let credentials = AWSCredentials(
      accessKeyID: vector.accessKey,
      secretAccessKey: vector.secretKey,
      sessionToken: vector.sessionToken
    )
    let rules: Signer.Rules = vector.service == "s3" ? .s3 : .standard
    var request = try request(vector)
    if let hash = vector.sentHeaders["X-Amz-Content-SHA256"] {
      request.headers.append(HTTPHeader("X-Amz-Content-SHA256", hash))
    }
    let signer = Signer(region: vector.region, service: vector.service, rules: rules)
    let signed = signer.sign(request, with: credentials, at: try date(vector.timestamp))
    #expect(CanonicalRequest(signed, rules: rules).text == vector.canonicalRequest, "\(vector.name)")
    #expect(signed["Authorization"] == vector.authorization, "\(vector.name)")
  }

  private func date(_ stamp: String) throws -> Date {
    try Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted).parse(stamp)
  }

  /// The address by hand: a URL type would change the very paths that the vectors are about.
  private func request(_ vector: ServiceVectors.Vector) throws -> HTTPRequest {
    let parts = vector.url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    try #require(parts.count == 4)
    let authority = parts[2].split(separator: ":")
    return HTTPRequest(
      method: vector.method,
      scheme: try #require(HTTPRequest.Scheme(rawValue: String(parts[0].dropLast()))),
      host: String(authority[0]),
      port: authority.count > 1 ? Int(authority[1]) : nil,
      target: "/\(parts[3])",
      headers: vector.headers.map { HTTPHeader($0.key, $0.value) },
      body: Array((vector.body ?? "").utf8)
    )
  }
}

/// One case of the published suite: a raw request in a file, and beside it what its signing must pass through.
private struct SuiteCase {
  let name: String
  let request: HTTPRequest
  let canonicalRequest: String
  let stringToSign: String
  let authorization: String

  init(_ file: URL) throws {
    name = file.deletingPathExtension().lastPathComponent
    func read(_ suffix: String) throws -> String {
      let text = try String(contentsOf: file.deletingPathExtension().appendingPathExtension(suffix), encoding: .utf8)
      return text.replacing("\r\n", with: "\n")
    }
    canonicalRequest = try read("creq")
    stringToSign = try read("sts")
    authorization = try read("authz")
    request = try Self.parse(try read("req"))
  }

  /// The suite gives a token by what must be signed only.
  var sessionToken: String? {
    let name = "x-amz-security-token:"
    return canonicalRequest.split(separator: "\n").first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) }
  }

  /// The suite's targets are raw (spaces, letters of any script), so the line ends at the last space.
  private static func parse(_ text: String) throws -> HTTPRequest {
    let text = text.drop { $0 == "\n" }
    let end = text.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex
    let body = text[end...].dropFirst(2)
    let lines = text[..<end].split(separator: "\n")
    let line = try #require(lines.first)
    let method = line.prefix { $0 != " " }
    let target = line.dropFirst(method.count + 1).dropLast(" HTTP/1.1".count)
    var headers: [HTTPHeader] = []
    for line in lines.dropFirst() {
      if line.first?.isWhitespace == true, let last = headers.indices.last {
        headers[last].value += "\n\(line)"
      } else {
        let name = line.prefix { $0 != ":" }
        headers.append(HTTPHeader(String(name), String(line.dropFirst(name.count + 1))))
      }
    }
    return HTTPRequest(
      method: String(method),
      scheme: .https,
      host: try #require(headers.first(named: "Host")),
      target: String(target),
      headers: headers,
      body: Array(body.utf8)
    )
  }
}

private struct ServiceVectors: Decodable {
  let vectors: [Vector]

  struct Vector: Decodable {
    let name: String
    let method: String
    let url: String
    let headers: [String: String]
    let body: String?
    let region: String
    let service: String
    let accessKey: String
    let secretKey: String
    let sessionToken: String?
    let timestamp: String
    let canonicalRequest: String
    let authorization: String
    let sentHeaders: [String: String]

    enum CodingKeys: String, CodingKey {
      case name, method, url, headers, body, region, service, timestamp, authorization
      case accessKey = "access_key"
      case secretKey = "secret_key"
      case sessionToken = "session_token"
      case canonicalRequest = "canonical_request"
      case sentHeaders = "sent_headers"
    }
  }
}
