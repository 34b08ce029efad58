import Operations
import Terminal

/// What the doctor found, what needs a hand first; under it the selected check with what mends it.
struct DoctorView {
  let state: State
  let place: DoctorPlace

  private static let verdictColumn = 3
  private static let titleColumn = 16
  private static let groupColumn = 38
  private static let evidenceColumn = 52
  /// A column that would have fewer cells is left out.
  private static let narrowest = 10

  func draw(on frame: inout Frame) {
    let body = state.layout.body
    let checks = state.examination.checks
    guard !checks.isEmpty else {
      let sentence =
        state.examination.isRunning ? "Looking at everything that roles need." : "Nothing was looked at yet."
      frame.write(sentence, row: body.row, column: 1, style: Theme.chrome)
      frame.cursor = Frame.Cursor(row: body.row, column: 1, isVisible: false)
      return
    }
    drawHead(on: &frame)
    let top = place.checks.top
    for position in top..<max(top, min(checks.count, top + state.layout.checkRows)) {
      let row = body.row + 1 + position - top
      draw(checks[position], row: row, on: &frame)
      if position == place.checks.position { frame.select(row: row, columns: 0..<body.columns) }
    }
    drawDetail(on: &frame)
  }

  private func drawHead(on frame: inout Frame) {
    let row = state.layout.body.row
    let heads = [
      (Self.verdictColumn, "VERDICT"), (Self.titleColumn, "CHECK"), (Self.groupColumn, "ABOUT"),
      (Self.evidenceColumn, "SEEN"),
    ]
    for (column, title) in heads where column + title.count < state.size.columns {
      frame.write(title, row: row, column: column, style: Theme.tableHead)
    }
  }

  private func draw(_ check: DoctorCheck, row: Int, on frame: inout Frame) {
    let mark = check.verdict.mark
    let style = Theme.style(of: mark)
    frame.write(frame.glyphs.of(mark), row: row, column: 1, style: style)
    let cells = [
      (Self.verdictColumn, Self.titleColumn, check.verdict.word, style),
      (Self.titleColumn, Self.groupColumn, check.id.title, Style.plain),
      (Self.groupColumn, Self.evidenceColumn, check.id.group.rawValue, Theme.chrome),
      (Self.evidenceColumn, state.size.columns, check.evidence, Style.plain),
    ]
    for (column, next, text, style) in cells where column + Self.narrowest < state.size.columns {
      let width = min(next, state.size.columns) - column - 1
      frame.write(
        TextWidth.cut(text, to: width, glyphs: frame.glyphs),
        row: row,
        column: column,
        width: width,
        style: style
      )
    }
  }

  private func drawDetail(on frame: inout Frame) {
    let rows = state.layout.checkDetailRows
    guard rows > 0, let check = state.selectedCheck else { return }
    let columns = state.size.columns
    var row = state.layout.body.endRow - rows
    frame.writeRule(row: row)
    let width = columns - 2
    let mend = check.mend.map { Wrapping.lines("try: \($0)", width: width).prefix(2) } ?? []
    let seen = Wrapping.lines("\(check.id.title): \(check.evidence)", width: width).prefix(rows - 1 - mend.count)
    for line in seen {
      row += 1
      frame.write(line, row: row, column: 1, width: width)
    }
    for line in mend {
      row += 1
      frame.write(line, row: row, column: 1, width: width, style: Theme.title)
    }
  }
}

extension DoctorCheck.Verdict {
  var mark: EvidenceLink.Mark {
    switch self {
    case .fine: .fine
    case .warning: .warning
    case .failing: .failing
    case .notCheckable: .unknown
    }
  }

  /// For people; machines get the raw value.
  fileprivate var word: String { self == .notCheckable ? "not checked" : rawValue }
}
