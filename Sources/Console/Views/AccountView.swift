import Fleet
import Terminal

/// The evidence of one account, link by link, and what it comes to.
struct AccountView {
  /// Where the words of a link begin.
  static let textColumn = 20

  let state: State
  let place: AccountPlace

  func draw(on frame: inout Frame) {
    let body = state.layout.body
    guard let picture = state.picture else {
      frame.write("Nothing has been read yet.", row: body.row, column: 1, style: Theme.chrome)
      frame.cursor = Frame.Cursor(row: body.row, column: 1, isVisible: false)
      return
    }
    let links = state.evidence
    let lines = EvidenceLines(links, selected: place.links.position, layout: state.layout).visible
    for (offset, line) in lines.enumerated() {
      let row = body.row + offset
      switch line {
      case .link(let index): draw(links[index], isSelected: index == place.links.position, row: row, on: &frame)
      case .said(let index, let text):
        frame.write(frame.glyphs.vertical, row: row, column: 1, style: Theme.style(of: links[index].mark))
        frame.write(text, row: row, column: Self.textColumn, style: Theme.chrome)
      }
    }
    drawConclusion(picture, row: body.row + lines.count + 1, on: &frame)
  }

  private func draw(_ link: EvidenceLink, isSelected: Bool, row: Int, on frame: inout Frame) {
    let style = Theme.style(of: link.mark)
    frame.write(frame.glyphs.of(link.mark), row: row, column: 1, style: style)
    frame.write(link.title, row: row, column: 3)
    let columns = state.size.columns
    frame.write(link.words, row: row, column: Self.textColumn, width: columns - Self.textColumn - 1)
    if isSelected { frame.select(row: row, columns: 0..<columns) }
  }

  private func drawConclusion(_ picture: Picture, row: Int, on frame: inout Frame) {
    let roster = picture.roster
    guard let standing = roster.standing(of: place.account), let index = roster.organization.index(of: place.account)
    else { return }
    let cause = picture.causes.first { $0.readiness == standing.readiness && $0.reason == standing.reason }
    let others = cause.map { $0.accounts - 1 } ?? 0
    let shared = others > 0 ? "; \(Words.count(others, "other account")) for the same reason" : ""
    let lines = [
      ("READINESS", standing.readiness.rawValue + (standing.reason.map { ": \($0.sentence)" } ?? "") + shared),
      ("E-MAIL", roster.organization.accounts[index].email),
    ]
    var row = row
    for (label, text) in lines where !text.isEmpty {
      for (number, line) in Wrapping.lines(text, width: state.size.columns - Self.textColumn - 1).enumerated() {
        guard row < state.layout.body.endRow else { return }
        if number == 0 { frame.write(label, row: row, column: 3, style: Theme.tableHead) }
        frame.write(line, row: row, column: Self.textColumn)
        row += 1
      }
    }
  }
}
