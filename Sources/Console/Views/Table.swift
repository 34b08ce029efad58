import Terminal

/// A column of a table: how wide it has to be, and how wide it is glad to be.
struct TableColumn<ID: Hashable & Sendable>: Hashable, Sendable {
  let id: ID
  let title: String
  let least: Int
  let most: Int

  init(_ id: ID, _ title: String, _ least: Int, upTo most: Int? = nil) {
    self.id = id
    self.title = title
    self.least = least
    self.most = most ?? least
  }
}

extension Array where Element: Equatable {
  /// With `element` at `index` at the latest.
  func moving(_ element: Element, to index: Int) -> [Element] {
    guard let current = firstIndex(of: element), current > index else { return self }
    var moved = self
    moved.remove(at: current)
    moved.insert(element, at: index)
    return moved
  }
}

/// Columns that fit, and where each stands.
struct TableLayout<ID: Hashable & Sendable> {
  struct Placed {
    let column: TableColumn<ID>
    let start: Int
    let width: Int
  }

  private static var gap: Int { 2 }

  let placed: [Placed]

  /// Fits columns into `width` cells.
  ///
  /// - Parameters:
  ///   - columns: In the order in which they stand.
  ///   - ranking: In the order in which they matter: those that do not fit any more are left out.
  ///   - width: Cells for all, gaps included.
  ///   - start: The first cell.
  init(_ columns: [TableColumn<ID>], ranking: [ID], width: Int, start: Int) {
    var chosen: Set<ID> = []
    var free = width
    for id in ranking {
      guard let column = columns.first(where: { $0.id == id }) else { continue }
      let needed = column.least + (chosen.isEmpty ? 0 : Self.gap)
      // A column that does not fit ends it: a less important one in its place would only confuse.
      guard needed <= free else { break }
      chosen.insert(id)
      free -= needed
    }
    var widths = Dictionary(columns.map { ($0.id, $0.least) }, uniquingKeysWith: { first, _ in first })
    for id in ranking where chosen.contains(id) {
      guard let column = columns.first(where: { $0.id == id }) else { continue }
      let more = min(free, column.most - column.least)
      widths[id, default: column.least] += more
      free -= more
    }
    var position = start
    placed = columns.filter { chosen.contains($0.id) }.map { column in
      defer { position += (widths[column.id] ?? column.least) + Self.gap }
      return Placed(column: column, start: position, width: widths[column.id] ?? column.least)
    }
  }

  /// The titles, with a sign at the one that is sorted by.
  func drawHead(on frame: inout Frame, row: Int, sortedBy: ID, isDescending: Bool) {
    for placed in placed {
      let isSorted = placed.column.id == sortedBy
      let sign = isSorted ? (isDescending ? frame.glyphs.descending : frame.glyphs.ascending) : ""
      frame.write(
        placed.column.title + sign,
        row: row,
        column: placed.start,
        width: placed.width + 1,
        style: isSorted ? Theme.title : Theme.tableHead
      )
    }
  }
}
