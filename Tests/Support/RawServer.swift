import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// What a scripted server does after it has read a request.
package enum ServerStep: Sendable {
  case send(String)
  /// Ends the connection in good order.
  case close
  /// Ends the connection as a crashed machine does.
  case reset
}

/// A loopback server that answers with exactly the bytes a test wants, over TCP or TLS.
package final class RawServer: Sendable {
  /// Told a request and how many came before it; a request without steps is left waiting for ever.
  package typealias Script = @Sendable (_ number: Int, _ request: ReceivedRequest) -> [ServerStep]

  private struct Seen {
    var requests: [ReceivedRequest] = []
    var connections: [any Channel] = []
  }

  package let port: Int
  private let listener: any Channel
  private let seen: SeenBox

  /// All requests so far, in the order of their arrival.
  package var requests: [ReceivedRequest] { seen.state.withLock { $0.requests } }
  /// How many connections were accepted.
  package var connectionCount: Int { seen.state.withLock { $0.connections.count } }

  private final class SeenBox: Sendable {
    let state = Mutex(Seen())
  }

  private init(listener: any Channel, seen: SeenBox) throws {
    guard let port = listener.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    self.port = port
    self.listener = listener
    self.seen = seen
  }

  /// Listens on a free port of 127.0.0.1.
  package static func start(_ certificate: TestCertificate? = nil, script: @escaping Script) async throws
    -> RawServer
  {
    let seen = SeenBox()
    let tls = try certificate.map { certificate in
      try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: [.certificate(certificate.certificate)],
          privateKey: .privateKey(certificate.key)
        )
      )
    }
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          seen.state.withLock { $0.connections.append(channel) }
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          let handler = ScriptHandler { request in
            let number = seen.state.withLock { state in
              state.requests.append(request)
              return state.requests.count - 1
            }
            return script(number, request)
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    return try RawServer(listener: listener, seen: seen)
  }

  /// Ends all connections from this side, as an idle time-out does; the server goes on.
  package func dropConnections() async {
    for channel in seen.state.withLock({ $0.connections }) {
      channel.close(promise: nil)
      // Closed already or closed now: either will do.
      try? await channel.closeFuture.get()
    }
  }

  package func stop() async {
    // A listener that is gone has stopped, too.
    try? await listener.close()
    await dropConnections()
  }
}

/// Runs `body` with a scripted server and stops it, however `body` ends.
@discardableResult
package func withRawServer<Value>(
  _ certificate: TestCertificate? = nil,
  script: @escaping RawServer.Script,
  _ body: (RawServer) async throws -> Value
) async throws -> Value {
  let server = try await RawServer.start(certificate, script: script)
  do {
    let value = try await body(server)
    await server.stop()
    return value
  } catch {
    await server.stop()
    throw error
  }
}

/// Cuts a connection's bytes into requests and acts out the script.
private final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let answer: (ReceivedRequest) -> [ServerStep]
  private var bytes: [UInt8] = []

  init(answer: @escaping (ReceivedRequest) -> [ServerStep]) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    bytes += unwrapInboundIn(data).readableBytesView
    while let request = ReceivedRequest(takingFrom: &bytes) {
      for step in answer(request) { take(step, context: context) }
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func take(_ step: ServerStep, context: ChannelHandlerContext) {
    switch step {
    case .send(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    case .close: context.close(promise: nil)
    case .reset:
      let pipeline = context.pipeline.syncOperations
      (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in }
      // From below TLS, which would say goodbye.
      let bottom = (try? pipeline.context(handlerType: NIOSSLServerHandler.self)) ?? context
      bottom.close(promise: nil)
    }
  }
}
