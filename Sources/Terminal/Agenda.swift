/// When the event loop has to wake up by itself, and what it holds back until then.
///
/// Time is handed in, so that all of this is a table to test.
package struct Agenda {
  package typealias Instant = ContinuousClock.Instant

  /// A window that is being dragged changes its size many times; one layout in this time is enough.
  private static let resizeDelay: Duration = .milliseconds(40)
  /// Messages alone cause at most one frame in this time; a key never waits for it.
  private static let messageInterval: Duration = .milliseconds(33)
  /// Messages go after keys, but not for longer than this.
  private static let messagePatience: Duration = .milliseconds(100)
  /// A paste whose end has not come in this time has lost it.
  private static let pastePatience: Duration = .seconds(1)

  private var resizeDue: Instant?
  private var messagesCame: Instant?
  private var messagesTaken: Instant?
  private var pasteDue: Instant?

  package init() {}

  /// Whether the mailbox has rung already; nothing more is to be learnt from its bell then.
  package var hasMessages: Bool { messagesCame != nil }

  package mutating func sizeChanged(at now: Instant) {
    if resizeDue == nil { resizeDue = now + Self.resizeDelay }
  }

  package mutating func messagesArrived(at now: Instant) {
    if messagesCame == nil { messagesCame = now }
  }

  package mutating func readKeys(at now: Instant, isPasting: Bool) {
    pasteDue = isPasting ? now + Self.pastePatience : nil
  }

  /// True once for each change of size that has waited long enough.
  package mutating func takeResize(at now: Instant) -> Bool {
    guard let due = resizeDue, now >= due else { return false }
    resizeDue = nil
    return true
  }

  /// The size is read right now: a change seen before is covered.
  package mutating func sizeWasRead() { resizeDue = nil }

  /// True once for each ring of the mailbox, when its turn has come.
  package mutating func takeMessages(at now: Instant, besideKeys: Bool) -> Bool {
    guard let came = messagesCame, let due = messagesDue, now >= due else { return false }
    if besideKeys, now < came + Self.messagePatience { return false }
    messagesCame = nil
    messagesTaken = now
    return true
  }

  /// True once for a paste whose end is lost.
  package mutating func takeLatePaste(at now: Instant) -> Bool {
    guard let due = pasteDue, now >= due else { return false }
    pasteDue = nil
    return true
  }

  /// How long to sleep at most, in whole milliseconds; -1 for as long as nothing happens.
  package func timeout(at now: Instant) -> Int32 {
    guard let next = [resizeDue, messagesDue, pasteDue].compactMap(\.self).min() else { return -1 }
    guard next > now else { return 0 }
    let (seconds, attoseconds) = (next - now).components
    return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  private var messagesDue: Instant? {
    guard let came = messagesCame else { return nil }
    guard let taken = messagesTaken else { return came }
    return max(came, taken + Self.messageInterval)
  }
}
