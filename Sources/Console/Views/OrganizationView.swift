import Fleet
import Terminal

/// Left the tree of units, right the accounts under the selected one, below what there is to say of the selected account.
struct OrganizationView {
  let state: State
  let place: OrganizationPlace

  func draw(on frame: inout Frame) {
    let panes = OrganizationPanes(state)
    guard let picture = state.picture else {
      frame.write("Nothing has been read yet.", row: state.layout.body.row, column: 1, style: Theme.chrome)
      frame.cursor = Frame.Cursor(row: state.layout.body.row, column: 1, isVisible: false)
      return
    }
    if let tree = panes.tree { drawTree(picture, in: tree, on: &frame) }
    if let accounts = panes.accounts {
      AccountTable(state: state, place: place, picture: picture, area: accounts).draw(on: &frame)
    }
    drawLines(panes, on: &frame)
    if let detail = panes.detail { drawDetail(picture, in: detail, on: &frame) }
  }

  // MARK: Tree

  private func drawTree(_ picture: Picture, in area: Area, on frame: inout Frame) {
    let rows = state.treeRows.rows
    let top = place.tree.top
    for position in top..<max(top, min(rows.count, top + area.rows)) {
      let row = area.row + position - top
      drawUnit(rows[position], picture, row: row, in: area, on: &frame)
      guard position == place.tree.position else { continue }
      if place.pane == .tree {
        frame.select(row: row, columns: area.column..<area.endColumn)
      } else {
        frame.restyle(row: row, columns: area.column..<area.endColumn) { $0.isBold = true }
      }
    }
  }

  private func drawUnit(_ unit: TreeRows.Row, _ picture: Picture, row: Int, in area: Area, on frame: inout Frame) {
    let counts = picture.roster.unitCounts[unit.unit]
    let tally = Self.tally(counts)
    // Deep units stop moving to the right where their names would have no room left.
    let indent = area.column + 1 + min(unit.depth * 2, max(0, area.columns / 3))
    let sign = unit.hasChildren ? (unit.isExpanded ? frame.glyphs.expanded : frame.glyphs.collapsed) : " "
    frame.write(sign, row: row, column: indent, style: Theme.chrome)
    let name = picture.roster.organization.units[unit.unit].label
    let width = area.endColumn - 1 - tally.count - 1 - (indent + 2)
    frame.write(name, row: row, column: indent + 2, width: max(1, width))
    frame.write(
      tally,
      row: row,
      column: area.endColumn - 1 - tally.count,
      style: counts.notReady > 0 ? .plain : Theme.chrome
    )
  }

  /// `ready/all`, or only how many there are where a source is missing and readiness would be a guess.
  private static func tally(_ counts: ReadinessCounts) -> String {
    guard counts.unknown == 0 else { return "?/\(Words.grouped(counts.total))" }
    return "\(Words.grouped(counts.ready))/\(Words.grouped(counts.total))"
  }

  // MARK: Lines

  private func drawLines(_ panes: OrganizationPanes, on frame: inout Frame) {
    let body = state.layout.body
    if let detail = panes.detail { frame.writeRule(row: detail.row - 1) }
    guard let tree = panes.tree, panes.accounts != nil else { return }
    for row in tree.row..<tree.endRow {
      frame.write(frame.glyphs.vertical, row: row, column: tree.endColumn, style: Theme.chrome)
    }
    if state.layout.hasRule {
      frame.write(frame.glyphs.teeDown, row: body.row - 1, column: tree.endColumn, style: Theme.chrome)
    }
    if panes.detail != nil {
      frame.write(frame.glyphs.teeUp, row: tree.endRow, column: tree.endColumn, style: Theme.chrome)
    }
  }

  // MARK: Detail

  private func drawDetail(_ picture: Picture, in area: Area, on frame: inout Frame) {
    guard state.accountRows.indices.indices.contains(place.accounts.position) else { return }
    let index = state.accountRows.indices[place.accounts.position]
    let account = picture.roster.organization.accounts[index]
    let standing = picture.roster.standings[index]
    let worst = AccountCells.worst(picture.roster.instances(of: standing))
    let reason = [standing.reason?.sentence, worst?.statusReason].compactMap(\.self).joined(separator: ": ")
    let words = reason.isEmpty ? worst.map { "\($0.stackSet) \($0.statusText)" } ?? "" : reason
    let shared = sharing(standing, picture)
    let start = frame.write(
      account.name,
      row: area.row,
      column: area.column,
      width: area.columns / 2,
      style: Theme.title
    )
    let indent = start - area.column + 2
    let lines = Wrapping.lines(words, width: max(1, area.columns - indent))
    frame.write(lines.first ?? "", row: area.row, column: start + 2)
    let unit = account.unit.map { picture.roster.organization.path(of: $0) } ?? ""
    let rest = lines.count > 1 ? lines.dropFirst().joined(separator: " ") : "\(unit)  \(account.email)"
    let sharedWidth = TextWidth.of(shared)
    let style = lines.count > 1 ? Style.plain : Theme.chrome
    frame.write(rest, row: area.row + 1, column: area.column, width: area.columns - sharedWidth - 2, style: style)
    frame.write(shared, row: area.row + 1, column: area.endColumn - sharedWidth, style: Theme.chrome)
  }

  private func sharing(_ standing: AccountStanding, _ picture: Picture) -> String {
    let cause = picture.causes.first { $0.readiness == standing.readiness && $0.reason == standing.reason }
    guard let cause, cause.accounts > 1 else { return "" }
    return "\(Words.grouped(cause.accounts)) accounts share this cause"
  }
}
