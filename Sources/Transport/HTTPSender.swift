import NIOSSL

/// Sends requests and collects answers: the one way out of this program.
///
/// System and file trust go through AsyncHTTPClient, pinned trust through a connection of our own; deadline, size limit,
/// proxy, redirects, errors and wire log are the same for both.
package final class HTTPSender: Sendable {
  /// What one sender is held to.
  package struct Configuration: Sendable {
    package var trust: Trust
    /// A PEM file of authorities that hold beside the system's (`AWS_CA_BUNDLE`).
    package var additionalAuthorities: String?
    package var proxies: ProxySettings
    package var log: WireLog?
    package var connectTimeout: Duration

    package init(
      trust: Trust = .system,
      additionalAuthorities: String? = nil,
      proxies: ProxySettings = .none,
      log: WireLog? = nil,
      connectTimeout: Duration = .seconds(5)
    ) {
      self.trust = trust
      self.additionalAuthorities = additionalAuthorities
      self.proxies = proxies
      self.log = log
      self.connectTimeout = connectTimeout
    }
  }

  private enum Client {
    case pooled(PooledClient)
    case pinned(PinnedClient)
    /// The configuration cannot hold: every request fails with the reason, so that a console can show it and go on.
    case unusable(TransportError)
  }

  private let client: Client
  private let log: WireLog?

  package convenience init(trust: Trust = .system) { self.init(Configuration(trust: trust)) }

  package init(_ configuration: Configuration) {
    log = configuration.log
    do throws(TransportError) {
      client =
        switch configuration.trust {
        case .system:
          .pooled(PooledClient(configuration, tls: try .trusting(more: configuration.additionalAuthorities)))
        case .certificateAuthorities(let file):
          .pooled(PooledClient(configuration, tls: try .trusting(only: file)))
        case .pinned(let pins):
          .pinned(PinnedClient(pins: pins, dialer: Dialer(configuration)))
        }
    } catch {
      client = .unusable(error)
    }
  }

  /// Sends `request` once and reads the answer to its end.
  ///
  /// `timeout` covers everything: connecting, sending, the last byte; nil waits until the task is cancelled, which only long
  /// polls may. Of the answer's body at most `bodyLimit` bytes are taken. A status is never an error here, but for redirects.
  package func send(
    _ request: HTTPRequest,
    timeout: Duration? = .seconds(30),
    bodyLimit: Int = 16 << 20
  ) async throws(TransportError) -> HTTPResponse {
    let start = ContinuousClock.now
    var result: Result<HTTPResponse, TransportError>
    do {
      result = .success(
        try await withDeadline(timeout) { [self] in try await exchange(request, bodyLimit: bodyLimit) }
      )
    } catch {
      result = .failure(Task.isCancelled ? .cancelled : TransportError(error, host: request.host))
    }
    log?.record(WireExchange(request: request, result: result, duration: start.duration(to: .now)))
    let response = try result.get()
    if (300..<400).contains(response.status), let location = response["Location"] {
      throw .redirected(status: response.status, location: location)
    }
    return response
  }

  /// Ends all connections; the sender is not used afterwards.
  package func shutdown() async throws {
    switch client {
    case .pooled(let client): client.shutdown()
    case .pinned(let client): client.closeIdle()
    case .unusable: break
    }
  }

  private func exchange(_ request: HTTPRequest, bodyLimit: Int) async throws -> HTTPResponse {
    var request = request
    if request["Host"] == nil { request.headers.insert(HTTPHeader("Host", request.authority), at: 0) }
    switch client {
    case .pooled(let client): return try await client.exchange(request, bodyLimit: bodyLimit)
    case .pinned(let client): return try await client.exchange(request, bodyLimit: bodyLimit)
    case .unusable(let error): throw error
    }
  }
}

extension TLSConfiguration {
  fileprivate static func trusting(only file: String) throws(TransportError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.trustRoots = .certificates(try authorities(in: file))
    return configuration
  }

  fileprivate static func trusting(more file: String?) throws(TransportError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let file { configuration.additionalTrustRoots = [.certificates(try authorities(in: file))] }
    return configuration
  }

  private static func authorities(in file: String) throws(TransportError) -> [NIOSSLCertificate] {
    do {
      return try NIOSSLCertificate.fromPEMFile(file)
    } catch {
      throw .authoritiesUnreadable(file: file)
    }
  }
}
