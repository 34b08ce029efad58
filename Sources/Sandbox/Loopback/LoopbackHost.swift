import FoundationEssentials
import Glibc
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
package import NIOSSL

/// An HTTP/1.1 server on 127.0.0.1 that answers whole requests with whole replies.
///
/// The one place of the sandbox that knows the server library: services are functions from ``LoopbackRequest`` to
/// ``LoopbackReply``.
package actor LoopbackHost {
  package typealias Service = @Sendable (LoopbackRequest) async -> LoopbackReply

  private let tls: TLSConfiguration?
  private let service: Service
  /// Bodies above this are refused with 413.
  private let largestBody: Int
  /// Whether the work on a request is cancelled when its client leaves.
  private let endsWithClient: Bool
  private let ledger = ConnectionLedger()
  private var serving: Task<Void, Never>?

  /// A host for `service`, over TLS when a configuration is given.
  package init(
    tls: TLSConfiguration? = nil,
    largestBody: Int = 4 * 1_048_576,
    endsWithClient: Bool = false,
    service: @escaping Service
  ) {
    self.tls = tls
    self.largestBody = largestBody
    self.endsWithClient = endsWithClient
    self.service = service
  }

  /// Listens on `port` (0: any free one) and returns the port once connections are accepted.
  package func start(port: Int = 0) async throws -> Int {
    let (ports, started) = AsyncThrowingStream<Int, any Error>.makeStream()
    let (service, ledger, largestBody, endsWithClient) = (service, ledger, largestBody, endsWithClient)
    let channel = HTTP1Channel(
      responder: { request, writer, channel in
        let response = await Self.answer(request, upTo: largestBody, channel, ledger) { request in
          guard endsWithClient else { return await service(request) }
          return await ledger.whileOpen(channel) { await service(request) }
        }
        try await writer.write(response: response.head, body: response.body)
      },
      configuration: .init(additionalChannelHandlers: [ledger.entry(closesWithInput: endsWithClient)])
    )
    let tls = tls
    let listening: @Sendable (any Channel) async -> Void = { started.yield($0.localAddress?.port ?? port) }
    serving = Task {
      do {
        if let tls {
          try await Self.serve(try TLSChannel(channel, tlsConfiguration: tls), port: port, listening)
        } else {
          try await Self.serve(channel, port: port, listening)
        }
        started.finish()
      } catch {
        started.finish(throwing: error)
      }
    }
    do {
      for try await port in ports { return port }
    } catch {
      throw LoopbackError.notListening(port: port, cause: "\(error)")
    }
    throw LoopbackError.notListening(port: port, cause: "the server ended at once")
  }

  /// Stops listening and drops every connection; returns when the port is free.
  package func stop() async {
    guard let serving else { return }
    self.serving = nil
    await Self.settle()
    serving.cancel()
    ledger.closeAll()
    await serving.value
  }

  /// Lets connections that are just being accepted arrive.
  ///
  /// NIO traps when a server ends while a connection is on its way between the event loops that accept and serve it
  /// ("Deinited NIOAsyncWriter without calling finish()"), as it is after a client that connected and gave up.
  private static func settle() async {
    for _ in 0..<4 {
      for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
        // The loops of the process never shut down, so this cannot fail.
        try? await loop.submit {}.get()
      }
    }
  }

  /// Drops every open connection; new ones are accepted.
  package nonisolated func dropConnections() { ledger.closeAll() }

  /// Serves until the task is cancelled.
  ///
  /// The bare server and not `Application`, which would put its own time into every answer.
  private static func serve(
    _ channel: some ServerChildChannel,
    port: Int,
    _ listening: @escaping @Sendable (any Channel) async -> Void
  ) async throws {
    let server = Server(
      childChannelSetup: channel,
      configuration: .init(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: listening,
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
      logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
    )
    try await server.run()
  }

  private static func answer(
    _ request: Request,
    upTo largestBody: Int,
    _ channel: any Channel,
    _ ledger: ConnectionLedger,
    _ service: Service
  ) async -> Response {
    let body: [UInt8]
    do {
      body = Array((try await request.body.collect(upTo: largestBody)).readableBytesView)
    } catch {
      return Response(status: .contentTooLarge)
    }
    let reply = await service(
      LoopbackRequest(
        method: request.method.rawValue,
        target: request.head.path ?? "/",
        headers: request.headers.map { .init(name: $0.name.rawName, value: $0.value) },
        authority: request.head.authority ?? "127.0.0.1",
        body: body
      )
    )
    return await response(to: reply, isHead: request.method == .head, channel: channel, ledger: ledger)
  }

  private static func response(
    to reply: LoopbackReply,
    isHead: Bool,
    channel: any Channel,
    ledger: ConnectionLedger
  ) async -> Response {
    var fields = HTTPFields()
    fields[.date] = HTTPDate.text(Date().addingTimeInterval(reply.clockOffset))
    for (name, value) in reply.headers {
      guard let name = HTTPFields.Element.Name(name) else { continue }
      fields.append(.init(name: name, value: value))
    }
    let status = HTTPResponse.Status(code: reply.status)
    guard !isHead else {
      // The length of what GET would have answered.
      var response = Response(status: status, headers: fields)
      response.headers[.contentLength] = "\(reply.body.count)"
      return response
    }
    let bytes = ByteBuffer(bytes: reply.body)
    switch reply.delivery {
    case .whole:
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: bytes))
    case .late(let delay):
      // Cancelled when the server stops, and then nobody waits for the answer any more.
      try? await Task.sleep(for: delay)
      return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: bytes))
    case .resetMidBody:
      return Response(status: status, headers: fields, body: resettingBody(bytes, channel))
    case .wholeThenRestart:
      let body = ResponseBody(contentLength: bytes.readableBytes) { writer in
        try await writer.write(bytes)
        try await writer.finish(nil)
        ledger.closeAll()
      }
      return Response(status: status, headers: fields, body: body)
    }
  }

  /// A body that promises all of `bytes`, sends half, and resets the connection.
  private static func resettingBody(_ bytes: ByteBuffer, _ channel: any Channel) -> ResponseBody {
    ResponseBody(contentLength: max(bytes.readableBytes, 2)) { writer in
      var half = bytes
      if let part = half.readSlice(length: bytes.readableBytes / 2), part.readableBytes > 0 {
        try await writer.write(part)
      }
      // A linger time of zero makes the kernel send RST instead of FIN.
      if let socket = channel as? any SocketOptionProvider {
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
      }
      try await channel.close(mode: .all).get()
    }
  }
}
