import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL

@testable import Sandbox

/// A plain HTTP client for tests: what it sends and what came back, nothing in between.
struct HTTPProbe: Sendable {
  struct Answer: Sendable {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The first header called `name`, in lower case.
    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }

    func json() throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(body)) }
  }

  let client: HTTPClient
  let base: String

  /// Runs `body` with a client that trusts `certificate` alone, host name and all.
  static func with<Value: Sendable>(
    _ base: String,
    trusting certificate: [UInt8]? = nil,
    _ body: (HTTPProbe) async throws -> Value
  ) async throws -> Value {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(5), read: .seconds(20))
    configuration.httpVersion = .http1Only
    if let certificate {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: certificate, format: .der)])
      configuration.tlsConfiguration = tls
    }
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      try await body(HTTPProbe(client: client, base: base))
    }
  }

  func send(
    _ method: String,
    _ path: String,
    headers: [(String, String)] = [],
    body: String? = nil
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: base + path)
    request.method = .RAW(value: method)
    request.headers = HTTPHeaders(headers)
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await client.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 128 * 1024 * 1024)
    return Answer(
      status: Int(response.status.code),
      headers: response.headers.map { (name: $0.name, value: $0.value) },
      body: Array(bytes.readableBytesView)
    )
  }
}
