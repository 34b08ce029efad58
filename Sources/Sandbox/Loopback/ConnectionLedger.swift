import NIOCore
import NIOSSL
import Synchronization

/// The open connections of one loopback server, so that it can drop them all.
///
/// A graceful stop waits for clients that keep their connection alive, over TLS for ever, since a TLS connection cannot be
/// closed on one side only. A simulated outage must not wait.
final class ConnectionLedger: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// A handler that notes the connection it is added to.
  func entry() -> some RemovableChannelHandler & Sendable { Entry(ledger: self) }

  /// Closes every connection, without waiting.
  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) {
      channel.eventLoop.execute {
        // Closed below TLS, whose farewell would wait five seconds for a client that does not read just now.
        let tls = try? channel.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
        guard let tls else { return channel.close(mode: .all, promise: nil) }
        tls.close(mode: .all, promise: nil)
      }
    }
  }

  private func note(_ channel: any Channel) {
    channels.withLock { $0[ObjectIdentifier(channel)] = channel }
    channel.closeFuture.whenComplete { [self] _ in
      _ = channels.withLock { $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }
  }

  private final class Entry: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = NIOAny
    private let ledger: ConnectionLedger

    init(ledger: ConnectionLedger) { self.ledger = ledger }

    func handlerAdded(context: ChannelHandlerContext) { ledger.note(context.channel) }
  }
}
