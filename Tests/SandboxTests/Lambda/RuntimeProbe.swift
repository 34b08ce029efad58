import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A plain HTTP client for what execution environments talk to.
enum RuntimeProbe {
  struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    func header(_ name: String) -> String? { headers.first(name: name) }
  }

  static func send(
    _ method: String,
    _ url: String,
    _ body: [UInt8] = [],
    headers: [(String, String)] = []
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url)
    request.method = HTTPMethod(rawValue: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if method != "GET" { request.body = .bytes(ByteBuffer(bytes: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    return Answer(status: Int(response.status.code), headers: response.headers, text: String(buffer: bytes))
  }
}
