import NIOCore
import NIOSSL
import Synchronization

/// The certificate an appliance shows in the handshake now; connections made before keep the one they saw.
final class PresentedCertificate: Sendable {
  private let certificate: Mutex<ApplianceCertificate>

  init(_ certificate: ApplianceCertificate) { self.certificate = Mutex(certificate) }

  var current: ApplianceCertificate { certificate.withLock { $0 } }

  func replace(with next: ApplianceCertificate) { certificate.withLock { $0 = next } }

  /// A configuration that asks for the certificate at every handshake.
  var tlsConfiguration: TLSConfiguration {
    let first = current
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: first.chain.map { .certificate($0) },
      privateKey: .privateKey(first.key)
    )
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    configuration.sslContextCallback = { [self] _, promise in
      var override = NIOSSLContextConfigurationOverride()
      let now = current
      override.certificateChain = now.chain.map { .certificate($0) }
      override.privateKey = .privateKey(now.key)
      promise.succeed(override)
    }
    return configuration
  }
}
