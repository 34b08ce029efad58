import TestSupport
import Transport

/// The two ways out of the program, which have to behave alike.
enum ClientKind: CaseIterable, Sendable {
  /// AsyncHTTPClient, trusting an authority.
  case pooled
  /// Connections of our own, trusting a fingerprint.
  case pinned

  /// Runs `body` with a sender of this kind that trusts `certificate`, within bounds.
  func withSender<Value: Sendable>(
    trusting certificate: TestCertificate,
    proxies: ProxySettings = .none,
    log: WireLog? = nil,
    _ body: @escaping @Sendable (HTTPSender) async throws -> Value
  ) async throws -> Value {
    try await certificate.withAuthorityFile { file in
      let trust: Trust =
        switch self {
        case .pooled: .certificateAuthorities(file: file)
        case .pinned: .pinned([CertificateFingerprint(der: certificate.der)])
        }
      // A loaded machine may take its time for a handshake; what is under test has time limits of its own.
      let sender = HTTPSender(.init(trust: trust, proxies: proxies, log: log, connectTimeout: .seconds(60)))
      let value = try await withTimeout { try await body(sender) }
      try await sender.shutdown()
      return value
    }
  }
}

/// What came of a request, reduced to what a test can know in advance.
enum Outcome: Equatable, Sendable {
  case answer(Int, String)
  case timedOut
  case unreachable
  case broken
  case refused(CertificateFingerprint?)
  case tooLarge
  case redirected(Int, String?)
  case cancelled
  case misconfigured

  init(_ send: () async throws(TransportError) -> HTTPResponse) async {
    do {
      let response = try await send()
      self = .answer(response.status, String(decoding: response.body, as: UTF8.self))
    } catch {
      self =
        switch error {
        case .timedOut: .timedOut
        case .unreachable: .unreachable
        case .broken: .broken
        case .certificateRefused(_, let presented): .refused(presented)
        case .tooLarge: .tooLarge
        case .redirected(let status, let location): .redirected(status, location)
        case .cancelled: .cancelled
        case .authoritiesUnreadable, .proxyMalformed: .misconfigured
        }
    }
  }
}

extension HTTPRequest {
  static func get(_ target: String = "/", host: String = "localhost", port: Int) -> HTTPRequest {
    HTTPRequest(method: "GET", scheme: .https, host: host, port: port, target: target)
  }
}
