import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy that answers `CONNECT` by leading to one loopback port, whatever name was asked for.
package final class TunnelProxy: Sendable {
  package let port: Int
  private let listener: any Channel
  private let log: RequestLog

  private final class RequestLog: Sendable {
    let requests = Mutex<[ReceivedRequest]>([])
  }

  /// The `CONNECT` requests so far.
  package var requests: [ReceivedRequest] { log.requests.withLock { $0 } }

  private init(listener: any Channel, log: RequestLog) throws {
    guard let port = listener.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    self.port = port
    self.listener = listener
    self.log = log
  }

  /// Listens on a free port of 127.0.0.1.
  ///
  /// - Parameters:
  ///   - target: Where all tunnels end.
  ///   - refusal: A status line that every request gets instead.
  /// - Returns: The proxy; call ``stop()`` when done.
  /// - Throws: What binding throws.
  package static func start(to target: Int, refusal: String? = nil) async throws -> TunnelProxy {
    let log = RequestLog()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelOption(.autoRead, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = ConnectHandler(target: target, refusal: refusal) { request in
            log.requests.withLock { $0.append(request) }
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    return try TunnelProxy(listener: listener, log: log)
  }

  package func stop() async {
    // A listener that is gone has stopped, too.
    try? await listener.close()
  }
}

/// Reads the `CONNECT`, then passes bytes on in both directions.
private final class ConnectHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let target: Int
  private let refusal: String?
  private let note: (ReceivedRequest) -> Void
  private var bytes: [UInt8] = []
  private var far: (any Channel)?

  init(target: Int, refusal: String?, note: @escaping (ReceivedRequest) -> Void) {
    self.target = target
    self.refusal = refusal
    self.note = note
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    if let far { return far.writeAndFlush(buffer, promise: nil) }
    bytes += buffer.readableBytesView
    guard let request = ReceivedRequest(takingFrom: &bytes) else { return }
    note(request)
    if let refusal {
      let answer = ByteBuffer(string: "\(refusal)\r\nContent-Length: 0\r\n\r\n")
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
      return
    }
    let near = context.channel
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    ClientBootstrap(group: context.eventLoop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(RelayHandler(to: near))
        }
      }
      .connect(host: "127.0.0.1", port: target)
      .whenComplete { result in
        guard case .success(let channel) = result else { return near.close(promise: nil) }
        bound.value.handler.far = channel
        let answer = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
        bound.value.context.writeAndFlush(bound.value.handler.wrapOutboundOut(answer), promise: nil)
      }
  }

  func channelInactive(context: ChannelHandlerContext) { far?.close(promise: nil) }
}

private final class RelayHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let near: any Channel

  init(to near: any Channel) { self.near = near }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    near.writeAndFlush(unwrapInboundIn(data), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { near.close(promise: nil) }
}
