import Terminal

/// Where tree, accounts and details stand in the Organization place.
struct OrganizationPanes {
  /// Nil while it is hidden.
  let tree: Area?
  /// Head and rows; nil while the tree has the whole width.
  let accounts: Area?
  /// Two lines; nil where there is no room.
  let detail: Area?

  init(_ state: State) {
    let layout = state.layout
    let body = layout.body
    let rows = body.rows - layout.detailRows
    let isInTree = state.organization?.pane == .tree
    let treeColumns =
      if layout.hasBothPanes { state.isTreeHidden ? 0 : layout.treeColumns } else { isInTree ? body.columns : 0 }
    tree = treeColumns > 0 ? Area(row: body.row, column: 0, rows: rows, columns: treeColumns) : nil
    // A line stands between the two.
    let first = treeColumns > 0 ? treeColumns + 1 : 0
    accounts =
      first < body.columns
      ? Area(row: body.row, column: first, rows: rows, columns: body.columns - first) : nil
    detail =
      layout.detailRows > 0 ? Area(row: body.row + rows + 1, column: 1, rows: 2, columns: body.columns - 2) : nil
  }
}
