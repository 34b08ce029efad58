internal import CTerminal

/// Sleeps until something happens at the terminal or in the mailbox, and hands it on in batches.
///
/// Everything here happens on the calling thread, the only one that touches the ``Screen``.
package struct EventLoop<Message: Sendable> {
  package typealias Input = TerminalInput<Message>
  package typealias Step = (_ screen: Screen, _ inputs: [Input]) throws -> Verdict

  /// What a step wants next.
  package enum Verdict: Hashable, Sendable {
    /// `ticking` asks for ``TerminalInput/tick`` each second.
    case goOn(ticking: Bool)
    case leave
  }

  /// Why the loop ended.
  package enum Ending: Hashable, Sendable {
    case left
    /// TERM, HUP or INT came.
    case signal(Int32)
    /// The terminal is gone.
    case hangup

    /// The conventional exit status: 0, or 128 and the number of the signal.
    package var exitStatus: Int32 {
      switch self {
      case .left: 0
      case .signal(let number): 128 + number
      case .hangup: 128 + 1
      }
    }
  }

  package let mailbox: Mailbox<Message>
  private let screen: Screen
  private var decoder = KeyDecoder()
  private var agenda = Agenda()

  package init(screen: Screen, mailbox: Mailbox<Message>) {
    self.screen = screen
    self.mailbox = mailbox
  }

  /// Runs until a step leaves, a signal asks for the end, or the terminal is gone.
  ///
  /// Each wake-up is one call of `step` with all that has come, so a burst of keys costs one frame. `^Z` and `^L` are
  /// handled here and never reach a step. The screen stays open: closing it is the caller's.
  ///
  /// - Parameter step: Takes in what happened and draws; the first call gets the size alone. It has to draw each time,
  ///   also when it finds nothing new: the screen itself sends only what differs.
  /// - Returns: Why it ended.
  /// - Throws: What `step` throws.
  package mutating func run(_ step: Step) rethrows -> Ending {
    var inputs: [Input] = [.resized(screen.size)]
    while true {
      if !inputs.isEmpty {
        guard case .goOn(let ticking) = try step(screen, inputs) else { return .left }
        ct_set_tick(ticking)
      }
      let wake = wait()
      if wake.contains(.leave) { return .signal(ct_leave_signal()) }
      if wake.contains(.hangup) { return .hangup }
      guard let next = collect(wake) else {
        return ct_leave_signal() == 0 ? .hangup : .signal(ct_leave_signal())
      }
      inputs = next
    }
  }

  private mutating func wait() -> Wake {
    let wake = Wake(
      rawValue: ct_wait(agenda.hasMessages ? -1 : mailbox.bell, agenda.timeout(at: .now))
    )
    if wake.contains(.bell) { agenda.messagesArrived(at: .now) }
    if wake.contains(.resize) { agenda.sizeChanged(at: .now) }
    return wake
  }

  /// What a wake-up brought; nil if the terminal was lost while the process stood still.
  private mutating func collect(_ wake: Wake) -> [Input]? {
    let now = ContinuousClock.now
    var inputs: [Input] = []
    var keys = readKeys(wake, at: now)
    let stops = wake.contains(.suspend) || keys.contains(.control("z"))
    let redraws = keys.contains(.control("l"))
    keys.removeAll { $0 == .control("z") || $0 == .control("l") }

    if stops || wake.contains(.resume) {
      guard stops ? screen.suspend() : screen.resume() else { return nil }
      inputs += [.resized(resize()), .resumed]
    } else if agenda.takeResize(at: now) || redraws {
      inputs.append(.resized(resize()))
    }
    if agenda.takeMessages(at: now, besideKeys: !keys.isEmpty) {
      inputs.append(.messages(mailbox.take()))
    }
    if !keys.isEmpty { inputs.append(.keys(keys)) }
    if wake.contains(.tick) { inputs.append(.tick) }
    return inputs
  }

  private mutating func readKeys(_ wake: Wake, at now: ContinuousClock.Instant) -> [Key] {
    if wake.contains(.input) {
      let keys = decoder.decode(KeyCode.waiting(), at: now)
      agenda.readKeys(at: now, isPasting: decoder.isPasting)
      return keys
    }
    return agenda.takeLatePaste(at: now) ? decoder.endPaste() : []
  }

  private mutating func resize() -> Size {
    agenda.sizeWasRead()
    return screen.resize()
  }
}

/// What `ct_wait` reports.
private struct Wake: OptionSet {
  let rawValue: UInt32

  static let input = Wake(CT_WAKE_INPUT)
  static let bell = Wake(CT_WAKE_BELL)
  static let tick = Wake(CT_WAKE_TICK)
  static let resize = Wake(CT_WAKE_RESIZE)
  static let suspend = Wake(CT_WAKE_SUSPEND)
  static let resume = Wake(CT_WAKE_CONTINUE)
  static let leave = Wake(CT_WAKE_LEAVE)
  static let hangup = Wake(CT_WAKE_HANGUP)

  init(rawValue: UInt32) { self.rawValue = rawValue }
  private init(_ wake: ct_wake) { rawValue = wake.rawValue }
}
