import NIOCore
import NIOPosix
import NIOSSL

/// Opens TLS connections whose certificates we judge ourselves, through a proxy where one is set.
struct Dialer: Sendable {
  private let proxies: ProxySettings
  private let connectTimeout: Duration

  init(_ configuration: HTTPSender.Configuration) {
    proxies = configuration.proxies
    connectTimeout = configuration.connectTimeout
  }

  /// Connects to `origin`, and adds `handlers` above TLS.
  ///
  /// - Parameters:
  ///   - origin: The server, which may lie behind a proxy.
  ///   - judge: Told the certificate that the server presents; says whether to go on.
  ///   - handlers: Called on the channel's event loop.
  /// - Returns: A channel whose server was judged good.
  /// - Throws: ``TransportError/certificateRefused(host:presented:)``, or why it did not get that far.
  func open(
    _ origin: Origin,
    judge: @escaping @Sendable (_ leaf: PresentedCertificate) -> Bool,
    handlers: @escaping @Sendable (ChannelPipeline.SynchronousOperations) throws -> Void
  ) async throws -> any Channel {
    let proxy = proxies.server(forTLSTo: origin)
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    // Whoever comes first completes it, later ones are ignored.
    let judged = loop.makePromise(of: Void.self)
    let equip: @Sendable (any Channel) throws -> Void = { channel in
      let operations = channel.pipeline.syncOperations
      try operations.addHandler(try Self.tls(to: origin.host, judge: judge, judged: judged))
      try operations.addHandler(HandshakeWatch(judged: judged))
      try handlers(operations)
    }
    let connecting = ClientBootstrap(group: loop)
      .connectTimeout(.nanoseconds(connectTimeout.nanoseconds))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let proxy else { return try equip(channel) }
          let tunnel = TunnelHandler(to: origin, credential: proxy.credential, failure: judged, equip: equip)
          try channel.pipeline.syncOperations.addHandler(tunnel)
        }
      }
      .connect(host: proxy?.host ?? origin.host, port: proxy?.port ?? origin.port)
    connecting.whenFailure { judged.fail($0) }
    return try await withTaskCancellationHandler {
      try await judged.futureResult.get()
      return try await connecting.get()
    } onCancel: {
      judged.fail(CancellationError())
      connecting.whenSuccess { $0.close(promise: nil) }
    }
  }

  private static func tls(
    to host: String,
    judge: @escaping @Sendable (_ leaf: PresentedCertificate) -> Bool,
    judged: EventLoopPromise<Void>
  ) throws -> NIOSSLClientHandler {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    // The closure is the only judge; reading the system's authorities would cost for nothing.
    configuration.trustRoots = .certificates([])
    // The library would hold the name against the certificate even then; a fingerprint says more than a name.
    configuration.certificateVerification = .noHostnameVerification
    return try NIOSSLClientHandler(
      context: NIOSSLContext(configuration: configuration),
      // An address is no server name (RFC 6066, section 3).
      serverHostname: NetworkAddress(host) == nil ? host : nil,
      customVerificationCallback: { chain, verdict in
        do {
          guard let certificate = chain.first else { throw NIOSSLError.noCertificateToValidate }
          let leaf = try PresentedCertificate(certificate)
          guard judge(leaf) else {
            throw TransportError.certificateRefused(host: host, presented: leaf.fingerprint)
          }
          judged.succeed()
          verdict.succeed(.certificateVerified)
        } catch {
          judged.fail(error)
          verdict.succeed(.failed)
        }
      }
    )
  }
}

/// Tells why a certificate never came to be judged.
private final class HandshakeWatch: ChannelInboundHandler {
  typealias InboundIn = NIOAny

  private let judged: EventLoopPromise<Void>

  init(judged: EventLoopPromise<Void>) { self.judged = judged }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    judged.fail(error)
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    judged.fail(TransportError.broken(reason: "closed in the TLS handshake"))
    context.fireChannelInactive()
  }
}
