import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends requests and collects answers: the one way out of this program.
package final class HTTPSender: Sendable {
  private let client: HTTPClient

  package init(trust: Trust = .system) {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.httpVersion = .http1Only
    configuration.timeout.connect = .seconds(5)
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// Sends `request` once and reads the answer to its end.
  ///
  /// `timeout` covers everything: connecting, sending, the last byte. Of the answer's body at most `bodyLimit` bytes are
  /// taken. A status is never an error here, but for redirects.
  package func send(
    _ request: HTTPRequest,
    timeout: Duration = .seconds(30),
    bodyLimit: Int = 16 << 20
  ) async throws(TransportError) -> HTTPResponse {
    var message = HTTPClientRequest(url: "\(request.scheme.rawValue)://\(request.authority)\(request.target)")
    message.method = .init(rawValue: request.method)
    for header in request.headers { message.headers.add(name: header.name, value: header.value) }
    message.body = .bytes(request.body)
    do {
      let response = try await client.execute(message, timeout: .nanoseconds(timeout.nanoseconds))
      let body = try await response.body.collect(upTo: bodyLimit)
      return HTTPResponse(
        status: Int(response.status.code),
        headers: response.headers.map { HTTPHeader($0.name, $0.value) },
        body: Array(body.readableBytesView)
      )
    } catch {
      throw .broken(reason: String(describing: error))
    }
  }

  /// Ends all connections; the sender is not used afterwards.
  package func shutdown() async throws { try await client.shutdown() }
}

extension Duration {
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
