import NIOCore
import NIOSSL
import Synchronization

/// The open connections of one loopback server, so that it can drop them all.
///
/// A graceful stop waits for clients that keep their connection alive, over TLS for ever, since a TLS connection cannot be
/// closed on one side only. A simulated outage must not wait.
final class ConnectionLedger: Sendable {
  private struct Connection {
    let channel: any Channel
    /// The work on its request, where that ends with the client.
    var work: Task<LoopbackReply, Never>?
  }

  private let connections = Mutex<[ObjectIdentifier: Connection]>([:])

  /// A handler that notes the connection it is added to.
  ///
  /// - Parameter closesWithInput: Whether a client that sends no more counts as gone.
  /// - Returns: The handler.
  func entry(closesWithInput: Bool = false) -> some RemovableChannelHandler & Sendable {
    Entry(ledger: self, closesWithInput: closesWithInput)
  }

  /// Closes every connection, without waiting.
  func closeAll() {
    for channel in connections.withLock({ $0.values.map(\.channel) }) {
      channel.eventLoop.execute {
        // Closed below TLS, whose farewell would wait five seconds for a client that does not read just now.
        let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        guard let tls else { return channel.close(mode: .all, promise: nil) }
        tls.close(mode: .all, promise: nil)
      }
    }
  }

  /// Does `work` and cancels it when the connection closes meanwhile.
  func whileOpen(_ channel: any Channel, _ work: @escaping @Sendable () async -> LoopbackReply) async -> LoopbackReply {
    let task = Task { await work() }
    let key = ObjectIdentifier(channel)
    let isOpen = connections.withLock { connections in
      connections[key]?.work = task
      return connections[key] != nil
    }
    if !isOpen { task.cancel() }
    let reply = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    connections.withLock { $0[key]?.work = nil }
    return reply
  }

  private func note(_ channel: any Channel) {
    connections.withLock { $0[ObjectIdentifier(channel)] = Connection(channel: channel) }
    channel.closeFuture.whenComplete { [self] _ in
      let closed = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
      closed?.work?.cancel()
    }
  }

  private final class Entry: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny
    private let ledger: ConnectionLedger
    private let closesWithInput: Bool

    init(ledger: ConnectionLedger, closesWithInput: Bool) {
      self.ledger = ledger
      self.closesWithInput = closesWithInput
    }

    func handlerAdded(context: ChannelHandlerContext) { ledger.note(context.channel) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if closesWithInput, case .inputClosed? = event as? ChannelEvent { return context.close(promise: nil) }
      context.fireUserInboundEventTriggered(event)
    }
  }
}
