/// Tells clicks from what the mouse reports.
///
/// A press and its release arrive apart, or as one click when they came in one read, or one of them is lost.
struct ClickReader {
  private static let doublePressTime: Duration = .milliseconds(400)

  private struct Press {
    var row: Int
    var column: Int
    var time: ContinuousClock.Instant
  }

  private var isDown = false
  private var last: Press?

  mutating func read(_ event: KeyCode.Mouse, row: Int, column: Int, at now: ContinuousClock.Instant) -> [Key] {
    func mouse(_ action: Key.Mouse.Action) -> [Key] { [.mouse(Key.Mouse(action: action, row: row, column: column))] }
    switch event {
    case .scrollUp: return mouse(.scrollUp)
    case .scrollDown: return mouse(.scrollDown)
    case .doubleClick: return mouse(.doublePress)
    case .release where isDown:
      isDown = false
      return []
    case .press, .click, .release:
      isDown = event == .press
      if let last, last.row == row, last.column == column, now - last.time < Self.doublePressTime {
        self.last = nil
        return mouse(.doublePress)
      }
      last = Press(row: row, column: column, time: now)
      return mouse(.press)
    }
  }
}
