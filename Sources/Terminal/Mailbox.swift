internal import CTerminal
internal import Synchronization

/// Where any task leaves messages for the event loop.
///
/// The order of posts is kept. Nothing is drawn and nothing waits here.
package final class Mailbox<Message: Sendable>: Sendable {
  private let waiting = Mutex<[Message]>([])
  let bell: Int32

  package init() { bell = ct_bell_new() }

  deinit { ct_bell_close(bell) }

  package func post(_ message: Message) {
    let wasEmpty = waiting.withLock { messages in
      defer { messages.append(message) }
      return messages.isEmpty
    }
    // Whoever filled it has rung already.
    if wasEmpty { ct_bell_ring(bell) }
  }

  /// Empties the box.
  package func take() -> [Message] {
    waiting.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }
}
