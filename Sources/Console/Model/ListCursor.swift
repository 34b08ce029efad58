/// Rows that a cursor can stand on, each told from the others by what it is and not by where it is.
protocol CursorRows<ID> {
  associatedtype ID: Hashable & Sendable

  var count: Int { get }
  func id(at position: Int) -> ID
  /// Where the row is now; nil if it is gone. `hint` is where it was last seen.
  func position(of id: ID, hint: Int) -> Int?
}

/// The selected row of a list and the line of the screen it stands on.
///
/// Both are kept when rows come, go or trade places around it: the selection is an identity, and the list is scrolled so
/// that the selected row stays on its line. Only ``settle(in:height:)`` touches positions.
struct ListCursor<ID: Hashable & Sendable>: Hashable, Sendable {
  private(set) var selected: ID?
  /// Where ``selected`` was when the cursor was last settled.
  private(set) var position = 0
  /// Lines between the top of the list's window and the selected row.
  private(set) var line = 0

  init(selected: ID? = nil) { self.selected = selected }

  /// The row at the top of the window.
  var top: Int { position - line }

  /// Finds the selected row again after the rows or the window changed.
  ///
  /// - Returns: The id that was selected and is no longer there; its neighbour is selected now.
  @discardableResult
  mutating func settle(in rows: some CursorRows<ID>, height: Int) -> ID? {
    guard rows.count > 0 else {
      position = 0
      line = 0
      return nil
    }
    var lost: ID?
    if let selected, let found = rows.position(of: selected, hint: position) {
      position = found
    } else {
      lost = selected
      position = min(max(0, position), rows.count - 1)
      selected = rows.id(at: position)
    }
    fitWindow(count: rows.count, height: height)
    return lost
  }

  /// Stands on another row; the window moves only as far as it must.
  mutating func move(to target: Int, in rows: some CursorRows<ID>, height: Int) {
    guard rows.count > 0 else { return }
    let clamped = min(max(0, target), rows.count - 1)
    line += clamped - position
    position = clamped
    selected = rows.id(at: clamped)
    fitWindow(count: rows.count, height: height)
  }

  /// Moves by `distance` rows and takes the window along, as paging does.
  mutating func scroll(by distance: Int, in rows: some CursorRows<ID>, height: Int) {
    let kept = line
    move(to: position + distance, in: rows, height: height)
    line = kept
    fitWindow(count: rows.count, height: height)
  }

  /// Stands on `id`, wherever that turns out to be when the cursor is settled.
  mutating func select(_ id: ID) { selected = id }

  /// Forgets what was selected; the first row is selected when the cursor is settled.
  mutating func reset() { self = ListCursor() }

  private mutating func fitWindow(count: Int, height: Int) {
    let highest = max(0, min(height, count) - 1)
    line = min(max(0, line), highest)
    let top = min(max(0, position - line), max(0, count - max(1, height)))
    line = position - top
  }
}
