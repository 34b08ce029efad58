import Fleet

/// Something to be done outside of ``State``, as data; its outcome comes back as a ``Message``.
enum Effect: Hashable, Sendable {
  /// Shows what was last known of the context, then reads it anew.
  case open(context: String, generation: Int, order: AccountOrder)
  /// Reads the open context again.
  case refresh(generation: Int)
  /// Brings a picture with the accounts in this order, and all later ones so; ordering many takes a while.
  case arrange(AccountOrder)
  /// Lets go of a picture; a large one takes a while to take down, so not on the thread that draws.
  case discard(Picture)
  /// Looks whether everything is in place; reads only.
  case examine(context: String, generation: Int)
  case signIn(context: String, attempt: Int)
  case leaveSignIn
  /// Nil: the person declined.
  case answerCode(Int, String?)
  case export(ExportRequest)
  case terminal(TerminalEffect)
}

/// What only the thread that owns the terminal can do.
enum TerminalEffect: Hashable, Sendable {
  /// To the clipboard of the terminal's side (OSC 52).
  case copy(String)
  case setMouse(Bool)
  /// Ends the process by a trap, to prove that the terminal survives it.
  case crash
  case quit
}
