import Fleet
import FoundationEssentials
import Terminal

/// How the whole organization stands, and why what is not ready is not.
struct OverviewView {
  let state: State
  let place: OverviewPlace

  private var layout: Layout { state.layout }

  func draw(on frame: inout Frame) {
    let body = layout.body
    guard let picture = state.picture else {
      frame.write("Nothing has been read of \(state.context.name) yet.", row: body.row, column: 1, style: Theme.chrome)
      frame.cursor = Frame.Cursor(row: body.row, column: 1, isVisible: false)
      return
    }
    switch layout.overviewRows {
    case 1: drawCounts(picture, on: &frame)
    default:
      drawGauge(picture, on: &frame)
      if layout.overviewRows > Layout.gaugeRows + 1 {
        OverviewFacts(state: state, picture: picture).draw(on: &frame, row: body.row + Layout.gaugeRows + 1)
      }
    }
    drawCauses(picture, on: &frame, head: body.row + layout.overviewRows)
  }

  // MARK: Readiness

  private func drawCounts(_ picture: Picture, on frame: inout Frame) {
    let totals = picture.roster.totals
    var spans: [Frame.Span] = []
    for readiness in Readiness.allCases where totals[readiness] > 0 {
      spans.append(Frame.Span("\(frame.glyphs.of(readiness)) ", Theme.style(of: readiness)))
      spans.append(Frame.Span("\(Words.grouped(totals[readiness])) \(readiness.rawValue)  "))
    }
    frame.write(spans, row: layout.body.row, column: 1, width: layout.body.columns - 2)
  }

  private func drawGauge(_ picture: Picture, on frame: inout Frame) {
    let totals = picture.roster.totals
    let count = layout.body.columns - 18
    let bar = 14..<max(14, count - 2)
    for (line, readiness) in Readiness.allCases.enumerated() {
      let row = layout.body.row + line
      let style = Theme.style(of: readiness)
      let number = totals[readiness]
      defer { if number == 0 { frame.restyle(row: row, columns: 0..<layout.body.columns) { $0 = Theme.chrome } } }
      frame.write(frame.glyphs.of(readiness), row: row, column: 1, style: style)
      frame.write(readiness.rawValue, row: row, column: 3)
      let fraction = totals.total > 0 ? Double(number) / Double(totals.total) : 0
      frame.write(frame.glyphs.bar(fraction, width: bar.count), row: row, column: bar.lowerBound, style: style)
      frame.write(Words.grouped(number), row: row, column: count, width: 8, alignment: .trailing)
      frame.write(
        Words.percent(number, of: totals.total),
        row: row,
        column: count + 9,
        width: 8,
        alignment: .trailing,
        style: Theme.chrome
      )
    }
  }

  // MARK: Causes

  private func drawCauses(_ picture: Picture, on frame: inout Frame, head: Int) {
    let columns = layout.body.columns
    guard !picture.causes.isEmpty else {
      let totals = picture.roster.totals
      let sentence =
        totals.total == 0 ? "No accounts have been read yet." : "Every account that should be ready is ready."
      frame.write(sentence, row: head, column: 1, style: Theme.chrome)
      frame.cursor = Frame.Cursor(row: head, column: 1, isVisible: false)
      return
    }
    frame.write("NOT READY BECAUSE", row: head, column: 3, style: Theme.tableHead)
    frame.write("ACCOUNTS", row: head, column: columns - 10, width: 9, alignment: .trailing, style: Theme.tableHead)
    let top = place.causes.top
    for position in top..<min(picture.causes.count, top + layout.causeRows) {
      let cause = picture.causes[position]
      let row = head + 1 + position - top
      frame.write(
        frame.glyphs.of(cause.readiness),
        row: row,
        column: 1,
        style: Theme.style(of: cause.readiness)
      )
      frame.write(cause.reason.sentence, row: row, column: 3, width: columns - 15)
      frame.write(Words.grouped(cause.accounts), row: row, column: columns - 10, width: 9, alignment: .trailing)
      if position == place.causes.position { frame.select(row: row, columns: 0..<columns) }
    }
  }
}
