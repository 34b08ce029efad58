import FoundationEssentials
import NIOSSL

/// A running simulated appliance: HTTPS on 127.0.0.1 with a certificate made at start.
package actor ApplianceServer {
  /// `https://127.0.0.1:PORT`, the same for the server's whole life.
  package nonisolated let url: String
  private let port: Int
  private let host: LoopbackHost
  private let service: ApplianceService
  private let certificate: PresentedCertificate
  private let options: ApplianceOptions
  private var isListening = true

  /// Starts an appliance for `world`; returns when it listens.
  ///
  /// - Parameters:
  ///   - world: Whose registrations and portal users it serves.
  ///   - options: Its product and its answers to open questions.
  ///   - faults: What goes wrong on purpose; operations are named `METHOD /path`, as in the description.
  ///   - latency: Added before every answer.
  ///   - slowness: How long the first byte waits under the fault `slow`.
  ///   - port: 0 takes a free one.
  /// - Returns: The appliance; call ``stop()`` when done.
  /// - Throws: ``LoopbackError`` when the port is taken.
  package static func start(
    world: World,
    options: ApplianceOptions = ApplianceOptions(),
    faults: FaultPlan = FaultPlan([]),
    latency: Duration = .zero,
    slowness: Duration = .seconds(60),
    port: Int = 0
  ) async throws -> ApplianceServer {
    let certificate = PresentedCertificate(try Self.certificate(options))
    let service = ApplianceService(
      world: world,
      options: options,
      certificate: certificate,
      faults: faults,
      slowness: slowness
    )
    let host = LoopbackHost(tls: certificate.tlsConfiguration) { request in
      // Cancelled only when the server stops, and then nobody reads the answer.
      if latency > .zero { try? await Task.sleep(for: latency) }
      return await service.respond(to: request)
    }
    return ApplianceServer(
      port: try await host.start(port: port),
      host: host,
      service: service,
      certificate: certificate,
      options: options
    )
  }

  private init(
    port: Int,
    host: LoopbackHost,
    service: ApplianceService,
    certificate: PresentedCertificate,
    options: ApplianceOptions
  ) {
    url = "https://127.0.0.1:\(port)"
    self.port = port
    self.host = host
    self.service = service
    self.certificate = certificate
    self.options = options
  }

  /// SHA-256 of the certificate shown now, as `AB:CD:…`.
  package nonisolated var fingerprint: String { certificate.current.fingerprint }

  /// The certificate shown now.
  package nonisolated var currentCertificate: ApplianceCertificate { certificate.current }

  /// Puts the appliance into an outage, or out of it.
  ///
  /// Only ``ApplianceOutage/refused`` drops connections: the front-end proxy keeps its own through a restart behind it.
  package func set(_ outage: ApplianceOutage) async throws {
    await service.set(outage)
    if outage == .refused {
      await host.stop()
      isListening = false
    } else if !isListening {
      _ = try await host.start(port: port)
      isListening = true
    }
  }

  /// Restarts the services with a new certificate: every pin is stale, every session over.
  package func renewCertificate() async throws {
    certificate.replace(with: try Self.certificate(options))
    await service.endSessions()
    host.dropConnections()
  }

  /// Stops listening and drops every connection.
  package func stop() async {
    isListening = false
    await host.stop()
  }

  /// A certificate by the system's clock, not the world's: clients check it against theirs.
  private static func certificate(_ options: ApplianceOptions) throws -> ApplianceCertificate {
    let now = Date()
    return try .selfSigned(now: now, validBy: now + .seconds(options.certificateDays * 86_400))
  }
}
