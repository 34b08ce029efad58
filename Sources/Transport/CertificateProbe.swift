import NIOCore
import NIOPosix

/// Asks a server for its certificate in a TLS handshake that is then broken off: nothing is sent, nothing is trusted.
package struct CertificateProbe: Sendable {
  private let dialer: Dialer

  /// Only proxies and the connect timeout of `configuration` count.
  package init(_ configuration: HTTPSender.Configuration = .init()) { dialer = Dialer(configuration) }

  /// The certificate that `origin` presents within `timeout`.
  package func certificate(
    of origin: Origin,
    timeout: Duration = .seconds(10)
  ) async throws(TransportError) -> PresentedCertificate {
    do {
      return try await withDeadline(timeout) { [dialer] in try await dialer.presentedCertificate(of: origin) }
    } catch {
      throw Task.isCancelled ? .cancelled : TransportError(error, host: origin.host)
    }
  }
}

extension Dialer {
  /// The certificate that `origin` presents.
  func presentedCertificate(of origin: Origin) async throws -> PresentedCertificate {
    let presented = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: PresentedCertificate.self)
    do {
      let channel = try await open(origin) { leaf in
        presented.succeed(leaf)
        return false
      } handlers: { _ in
      }
      channel.close(promise: nil)
      presented.fail(TransportError.broken(reason: "no certificate was presented"))
    } catch {
      // Ignored where a certificate came: refusing it is how the handshake ends.
      presented.fail(error)
    }
    return try await presented.futureResult.get()
  }
}
