/// Something that happened, as the event loop tells it.
package enum TerminalInput<Message: Sendable>: Sendable {
  /// All keys that were waiting, in order.
  case keys([Key])
  /// What tasks posted to the ``Mailbox``, in order.
  case messages([Message])
  /// The screen has this size now; also the first input of all.
  case resized(Size)
  /// The process was stopped and is back.
  case resumed
  /// A second has passed.
  case tick
}

extension TerminalInput: Equatable where Message: Equatable {}
