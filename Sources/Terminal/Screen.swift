internal import CTerminal

/// The terminal, while it is ours.
///
/// Not `Sendable` on purpose: it stays on the thread that made it, which is the one that runs the ``EventLoop``. There is
/// one at a time.
package final class Screen {
  package struct Options: Hashable, Sendable {
    /// Colours where the terminal has them; false for `--no-color`.
    ///
    /// A set `NO_COLOR` switches them off as well.
    package var wantsColors: Bool
    package var wantsMouse: Bool

    package init(wantsColors: Bool = true, wantsMouse: Bool = false) {
      self.wantsColors = wantsColors
      self.wantsMouse = wantsMouse
    }
  }

  private var shown: Frame?

  /// Takes the terminal: alternate screen, raw keys, no cursor.
  ///
  /// Until ``close()``, whatever is printed to standard output or error is kept back and shown afterwards.
  ///
  /// - Parameter options: What the user wants of it.
  /// - Throws: ``TerminalError`` when there is no terminal to take; its sentence is for the user, the exit status is 2.
  package init(_ options: Options = Options()) throws(TerminalError) {
    let noColor = environment("NO_COLOR") ?? ""
    let result = ct_start(
      ct_options(
        input: -1,
        output: -1,
        wants_colors: options.wantsColors && noColor.isEmpty,
        wants_mouse: options.wantsMouse
      )
    )
    switch result {
    case CT_STARTED: break
    case CT_DUMB_TERMINAL: throw .dumb(environment("TERM") ?? "")
    case CT_UNKNOWN_TERMINAL: throw .unknown(environment("TERM") ?? "")
    default: throw .notATerminal
    }
  }

  deinit { ct_stop() }

  /// Puts the terminal back as it was; safe to repeat.
  package func close() { ct_stop() }

  package var size: Size {
    var rows: Int32 = 0
    var columns: Int32 = 0
    ct_size(&rows, &columns)
    return Size(columns: Int(columns), rows: Int(rows))
  }

  package var hasColors: Bool { ct_has_colors() }

  /// The glyphs that the locale's encoding can show: what a ``Frame`` for this screen is made with.
  package var glyphs: Glyphs { ct_is_utf8() ? .unicode : .ascii }

  /// Shows a frame: sends what differs from the one before, and nothing when nothing does.
  package func draw(_ frame: Frame) {
    if shown?.size != frame.size {
      shown = nil
      ct_erase()
    }
    let changes = frame.changes(since: shown)
    if shown != nil, changes.isEmpty, frame.cursor == shown?.cursor { return }
    for run in changes {
      ct_put(Int32(run.row), Int32(run.column), run.text, run.text.utf8.count, run.style.bits)
    }
    if let cursor = frame.cursor { ct_cursor(Int32(cursor.row), Int32(cursor.column), cursor.isVisible) }
    ct_flush()
    shown = frame
  }

  package func ring() { ct_beep() }

  package func setMouse(_ isOn: Bool) { ct_set_mouse(isOn) }

  /// Hands text to the clipboard of the terminal, wherever it runs (OSC 52).
  ///
  /// - Parameter text: What to copy; control characters are left out.
  /// - Returns: False if it is too long for a terminal to take. Whether the terminal obeys, nobody can tell.
  package func copy(_ text: String) -> Bool {
    guard let sequence = Clipboard(multiplexer: .current).sequence(copying: text) else { return false }
    ct_send(sequence, sequence.utf8.count)
    return true
  }

  /// Asks for the size anew, and makes the next ``draw(_:)`` send everything.
  func resize() -> Size {
    ct_resize()
    shown = nil
    return size
  }

  /// Stops the process as ^Z does, and takes the terminal again when it goes on.
  ///
  /// - Returns: False if the process is to end.
  func suspend() -> Bool { ct_suspend() }

  /// Takes the terminal again after somebody else stopped and continued the process.
  ///
  /// - Returns: False if the process is to end.
  func resume() -> Bool { ct_resume() }
}

extension Style {
  /// As the functions of the terminal take it.
  fileprivate var bits: UInt32 {
    var bits = UInt32(color.rawValue)
    if isBold { bits |= CT_BOLD.rawValue }
    if isDim { bits |= CT_DIM.rawValue }
    if isReversed { bits |= CT_REVERSE.rawValue }
    if isUnderlined { bits |= CT_UNDERLINE.rawValue }
    return bits
  }
}
