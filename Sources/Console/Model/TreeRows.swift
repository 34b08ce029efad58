import Fleet

/// The units that the tree shows: those whose parents are all expanded.
struct TreeRows: Hashable, Sendable {
  struct Key: Hashable, Sendable {
    let revision: Int
    let expanded: Set<OrganizationalUnitID>
  }

  struct Row: Hashable, Sendable {
    /// Index of the unit.
    let unit: Int
    let depth: Int
    let hasChildren: Bool
    let isExpanded: Bool
  }

  private(set) var key: Key?
  private(set) var rows: [Row] = []

  mutating func refill(for key: Key, picture: Picture) {
    guard key != self.key else { return }
    self.key = key
    rows.removeAll(keepingCapacity: true)
    let units = picture.roster.organization.units
    // Units still to be walked, the next one last; a stack of our own, since a tree may be deep.
    var waiting = picture.roster.organization.roots.reversed().map { (unit: $0, depth: 0) }
    while let (unit, depth) = waiting.popLast() {
      let children = picture.children[unit]
      let isExpanded = depth == 0 || key.expanded.contains(units[unit].id)
      rows.append(Row(unit: unit, depth: depth, hasChildren: !children.isEmpty, isExpanded: isExpanded))
      guard isExpanded else { continue }
      for child in children.reversed() { waiting.append((child, depth + 1)) }
    }
  }
}

/// ``TreeRows`` for a cursor to stand on.
struct TreeCursorRows: CursorRows {
  let organization: Organization
  let rows: [TreeRows.Row]

  var count: Int { rows.count }

  func id(at position: Int) -> OrganizationalUnitID { organization.units[rows[position].unit].id }

  func position(of id: OrganizationalUnitID, hint: Int) -> Int? {
    guard let unit = organization.index(of: id) else { return nil }
    return rows.firstIndex { $0.unit == unit }
  }
}
