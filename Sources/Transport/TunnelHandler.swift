import FoundationEssentials
import NIOCore

/// Asks a proxy to `CONNECT`, then equips the channel for what goes through the tunnel and steps aside.
final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let headLimit = 16 << 10

  private let request: String
  private let host: String
  /// Told only when there is no tunnel: success is what the handlers in it will tell.
  private let failure: EventLoopPromise<Void>
  private let equip: @Sendable (any Channel) throws -> Void
  private var received: [UInt8] = []

  init(
    to origin: Origin,
    credential: ProxySettings.Server.Credential?,
    failure: EventLoopPromise<Void>,
    equip: @escaping @Sendable (any Channel) throws -> Void
  ) {
    var lines = ["CONNECT \(origin.authority) HTTP/1.1", "Host: \(origin.authority)"]
    if let credential {
      let secret = Data("\(credential.username):\(credential.password)".utf8).base64EncodedString()
      lines.append("Proxy-Authorization: Basic \(secret)")
    }
    request = lines.joined(separator: "\r\n") + "\r\n\r\n"
    host = origin.host
    self.failure = failure
    self.equip = equip
  }

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytesView
    let end = Array("\r\n\r\n".utf8)
    guard received.suffix(end.count) == end[...] else {
      // The other end of the tunnel does not speak before it is spoken to.
      if received.count > Self.headLimit || received.firstRange(of: end) != nil {
        refuse("the proxy's answer is not HTTP", context: context)
      }
      return
    }
    let words = String(decoding: received.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self).split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      return refuse("the proxy's answer is not HTTP", context: context)
    }
    switch status {
    case 200..<300: stepAside(context: context)
    case 407: refuse("the proxy asks for a sign-in (407)", context: context)
    default: refuse("the proxy refused (\(status))", context: context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    failure.fail(TransportError.unreachable(host: host, reason: "the proxy closed the connection"))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    failure.fail(error)
    context.close(promise: nil)
  }

  private func stepAside(context: ChannelHandlerContext) {
    do {
      try equip(context.channel)
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    } catch {
      failure.fail(error)
      context.close(promise: nil)
    }
  }

  private func refuse(_ reason: String, context: ChannelHandlerContext) {
    failure.fail(TransportError.unreachable(host: host, reason: reason))
    context.close(promise: nil)
  }
}
