import Fleet
import Terminal

/// What lies over a place: help, raw text, or the sign-in panel.
struct OverlayView {
  let state: State

  func draw(on frame: inout Frame) {
    let body = state.layout.body
    let lines = OverlayText.lines(in: state)
    let top = min(state.overlay?.top ?? 0, max(0, lines.count - 1))
    for (offset, line) in lines.dropFirst(top).prefix(state.layout.overlayRows).enumerated() {
      frame.write(line, row: body.row + offset, column: 1, width: body.columns - 2)
    }
    frame.cursor = Frame.Cursor(row: body.row, column: 1, isVisible: false)
    guard lines.count > state.layout.overlayRows else { return }
    let last = min(lines.count, top + state.layout.overlayRows)
    let position = "\(top + 1)-\(last) of \(lines.count)"
    frame.write(
      position,
      row: body.endRow - 1,
      column: body.columns - position.count - 1,
      style: Theme.chrome
    )
  }
}

extension Overlay {
  /// The first line shown.
  fileprivate var top: Int {
    switch self {
    case .help(let top), .rawText(_, _, let top): top
    case .signIn: 0
    }
  }
}
