import Fleet
import Terminal

/// The accounts of the Organization place: a head, and those rows that the window shows.
struct AccountTable {
  let state: State
  let place: OrganizationPlace
  let picture: Picture
  let area: Area

  func draw(on frame: inout Frame) {
    let rows = state.accountRows.indices
    // A cell at either side: for the mark, and so that nothing touches the edge.
    let order = picture.arrangement.order
    let table = TableLayout(
      AccountCells.columns,
      ranking: AccountCells.ranking(sortedBy: order.column),
      width: area.columns - 2,
      start: area.column + 1
    )
    table.drawHead(
      on: &frame,
      row: area.row,
      sortedBy: order.column,
      isDescending: order.isDescending
    )
    guard !rows.isEmpty else { return drawNothing(on: &frame) }
    let top = place.accounts.top
    for position in top..<max(top, min(rows.count, top + state.layout.listRows)) {
      drawRow(
        rows[position],
        table,
        row: area.row + 1 + position - top,
        isSelected: position == place.accounts.position,
        on: &frame
      )
    }
  }

  private func drawRow(
    _ index: Int,
    _ table: TableLayout<AccountCells.Column>,
    row: Int,
    isSelected: Bool,
    on frame: inout Frame
  ) {
    let cells = AccountCells(picture: picture)
    for placed in table.placed {
      frame.write(
        cells.text(placed.column.id, index, glyphs: frame.glyphs),
        row: row,
        column: placed.start,
        width: placed.width,
        style: cells.style(placed.column.id, index)
      )
    }
    let isMarked = state.marks.contains(picture.roster.organization.accounts[index].id)
    if isMarked { frame.write(frame.glyphs.mark, row: row, column: area.column, style: Theme.title) }
    guard isSelected else { return }
    if place.pane == .accounts {
      frame.select(row: row, columns: area.column..<area.endColumn)
    } else {
      frame.restyle(row: row, columns: area.column..<area.endColumn) { $0.isBold = true }
    }
  }

  private func drawNothing(on frame: inout Frame) {
    let sentence: String =
      if state.accountRows.unfiltered > 0 {
        "No account matches the filter."
      } else if picture.sources[.organization]?.hasValue != true {
        "The organization has not been read yet."
      } else {
        "No accounts here."
      }
    frame.write(sentence, row: area.row + 1, column: area.column + 1, width: area.columns - 2, style: Theme.chrome)
    if place.pane == .accounts {
      frame.cursor = Frame.Cursor(row: area.row + 1, column: area.column + 1, isVisible: false)
    }
  }
}
