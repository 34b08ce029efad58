import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// AsyncHTTPClient, held to what signed requests need: no redirects, HTTP/1.1, no retries behind our back.
final class PooledClient: Sendable {
  private let direct: HTTPClient
  private let proxied: [ProxySettings.Server: HTTPClient]
  private let proxies: ProxySettings
  private let dialer: Dialer

  init(_ configuration: HTTPSender.Configuration, tls: TLSConfiguration) {
    proxies = configuration.proxies
    dialer = Dialer(configuration)
    var base = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
    base.httpVersion = .http1Only
    base.timeout.connect = .nanoseconds(configuration.connectTimeout.nanoseconds)
    base.connectionPool.retryConnectionEstablishment = false
    // Callers bound their own concurrency; the library's eight would only hide theirs.
    base.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: base)
    let clients = configuration.proxies.servers.map { server in
      var configuration = base
      configuration.proxy = .server(
        host: server.host,
        port: server.port,
        authorization: server.credential.map { .basic(username: $0.username, password: $0.password) }
      )
      return (server, HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration))
    }
    proxied = Dictionary(clients) { first, _ in first }
  }

  // The library wants to be shut down before it goes; a sender that is simply dropped has nothing in flight.
  deinit { shutdown() }

  /// Does not wait for its end: the library would, for connections that are still being opened.
  func shutdown() {
    for client in [direct] + proxied.values { client.shutdown { _ in } }
  }

  func exchange(_ request: HTTPRequest, bodyLimit: Int) async throws -> HTTPResponse {
    var message = HTTPClientRequest(url: "\(request.scheme.rawValue)://\(request.authority)\(request.target)")
    message.method = .init(rawValue: request.method)
    message.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
    message.body = .bytes(request.body)
    do {
      // The caller's deadline cancels this task; the library only needs one that is never reached first.
      let response = try await client(for: request).execute(message, deadline: .distantFuture)
      let body = try await response.body.collect(upTo: bodyLimit)
      // A cancelled body ends like a finished one.
      try Task.checkCancellation()
      return HTTPResponse(
        status: Int(response.status.code),
        headers: response.headers.map { HTTPHeader($0.name, $0.value) },
        body: Array(body.readableBytesView)
      )
    } catch is NIOTooManyBytesError {
      throw TransportError.tooLarge(limit: bodyLimit)
    } catch is NIOSSLExtraError {
      throw await refusal(of: request)
    } catch NIOSSLError.handshakeFailed(let cause) {
      if case .sslError = cause { throw await refusal(of: request) }
      throw TransportError.broken(reason: "TLS: \(cause)")
    }
  }

  private func client(for request: HTTPRequest) -> HTTPClient {
    guard let server = proxies.server(for: request) else { return direct }
    return proxied[server] ?? direct
  }

  /// The library says that a handshake failed, not what was presented: another handshake asks.
  private func refusal(of request: HTTPRequest) async -> TransportError {
    do {
      let leaf = try await dialer.presentedCertificate(of: request.origin)
      return .certificateRefused(host: request.host, presented: leaf.fingerprint)
    } catch {
      return .broken(reason: "no TLS handshake with \(request.host)")
    }
  }
}
