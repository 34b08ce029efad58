import Terminal

/// A rectangle of cells.
struct Area: Hashable, Sendable {
  var row: Int
  var column: Int
  var rows: Int
  var columns: Int

  var endRow: Int { row + rows }
  var endColumn: Int { column + columns }
}

/// Where things stand on a screen of some size; the frame and the cursor's window both follow from it.
struct Layout: Hashable, Sendable {
  /// Below this, a sentence is all there is.
  static let smallest = Size(columns: 40, rows: 10)

  let size: Size

  var isTooSmall: Bool { size.columns < Self.smallest.columns || size.rows < Self.smallest.rows }

  /// Line under the header; left out where rows are dear.
  var hasRule: Bool { size.rows >= 16 }

  var statusRow: Int { size.rows - 2 }
  var footerRow: Int { size.rows - 1 }

  /// Between header and status line.
  var body: Area {
    let first = hasRule ? 2 : 1
    return Area(row: first, column: 0, rows: max(0, statusRow - first), columns: size.columns)
  }

  /// Lines of help or raw text under its title.
  var overlayRows: Int { max(1, body.rows - 1) }

  // MARK: Organization

  /// Below this many columns, tree and accounts take turns.
  var hasBothPanes: Bool { size.columns >= 60 }

  /// Columns of the tree beside the accounts.
  var treeColumns: Int { min(30, max(26, size.columns / 4)) }

  /// Lines under the list that tell of the selected row: a rule and two lines, where there is room for them.
  var detailRows: Int { body.rows >= 12 ? 3 : 0 }

  /// Lines of a list under its head.
  var listRows: Int { max(1, body.rows - 1 - detailRows) }

  /// Lines of the tree, which has no head of its own when it stands alone.
  var treeRows: Int { max(1, body.rows - detailRows) }

  // MARK: Doctor

  /// Lines under the checks that tell of the selected one: a rule, what was seen, what mends it.
  var checkDetailRows: Int { body.rows >= 12 ? 6 : 0 }

  /// Lines of checks under their head.
  var checkRows: Int { max(1, body.rows - 1 - checkDetailRows) }

  // MARK: Overview

  /// Lines above the table of causes: a line of counts, the gauge, or gauge and facts, as there is room.
  var overviewRows: Int {
    switch body.rows {
    case ..<10: 1
    case ..<16: Self.gaugeRows + 1
    default: Self.gaugeRows + 1 + Self.factRows + 1
    }
  }

  static let gaugeRows = 6
  static let factRows = 4

  /// Lines of the table of causes under its head.
  var causeRows: Int { max(1, body.rows - overviewRows - 1) }
}
