import NIOCore
import NIOHTTP1

/// One request on its way through a connection, and where its answer goes.
struct Exchange: Sendable {
  struct Answer: Sendable {
    let response: HTTPResponse
    /// Whether the connection can carry another exchange.
    let isReusable: Bool
  }

  let request: HTTPRequest
  let bodyLimit: Int
  let answer: EventLoopPromise<Answer>
}

/// Turns the parts of an HTTP/1.1 connection into whole exchanges, one at a time.
final class ExchangeHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Exchange
  typealias OutboundOut = HTTPClientRequestPart

  private var exchange: Exchange?
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let exchange = unwrapOutboundIn(data)
    self.exchange = exchange
    let request = exchange.request
    var head = HTTPRequestHead(
      version: .http1_1,
      method: .init(rawValue: request.method),
      uri: request.target,
      headers: HTTPHeaders(request.headers.map { ($0.name, $0.value) })
    )
    if !request.body.isEmpty || head.method.carriesBody {
      head.headers.replaceOrAdd(name: "Content-Length", value: String(request.body.count))
    }
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !request.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: request.body)))), promise: nil)
    }
    context.write(wrapOutboundOut(.end(nil)), promise: promise)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
    case .body(let part):
      guard let exchange else { return }
      guard body.count + part.readableBytes <= exchange.bodyLimit else {
        return fail(TransportError.tooLarge(limit: exchange.bodyLimit), context: context)
      }
      body += part.readableBytesView
    case .end:
      guard let exchange, let head else { return context.close(promise: nil) }
      let response = HTTPResponse(
        status: Int(head.status.code),
        headers: head.headers.map { HTTPHeader($0.name, $0.value) },
        body: body
      )
      self.exchange = nil
      self.head = nil
      body = []
      exchange.answer.succeed(Exchange.Answer(response: response, isReusable: head.isKeepAlive))
      if !head.isKeepAlive { context.close(promise: nil) }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    fail(TransportError.broken(reason: "closed before the answer's end"), context: context)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context: context) }

  private func fail(_ error: any Error, context: ChannelHandlerContext) {
    exchange?.answer.fail(error)
    exchange = nil
    context.close(promise: nil)
  }
}

extension HTTPMethod {
  /// Whether a request without a body has to say so (RFC 9110, section 8.6).
  fileprivate var carriesBody: Bool {
    switch self {
    case .POST, .PUT, .PATCH: true
    default: false
    }
  }
}
