import Fleet
import Terminal

extension State {
  /// Moves the cursor of the list that has the keys.
  mutating func move(_ action: Action.ID) {
    if var place = doctor {
      place.checks.move(action, in: CheckCursorRows(checks: examination.checks), height: layout.checkRows)
      location = .doctor(place)
    }
    guard let picture else { return }
    switch location {
    case .overview(var place):
      place.causes.move(action, in: CauseCursorRows(causes: picture.causes), height: layout.causeRows)
      location = .overview(place)
    case .organization(var place):
      move(action, in: &place, picture)
      location = .organization(place)
    case .account(var place):
      place.links.move(action, in: LinkCursorRows(links: evidence), height: layout.body.rows)
      location = .account(place)
    case .roles(var place):
      place.registrations.move(action, in: roleCursorRows(picture), height: layout.listRows)
      location = .roles(place)
    case .doctor: break
    }
  }

  mutating func switchPane() {
    guard var place = organization else { return }
    place.pane = place.pane == .tree ? .accounts : .tree
    if place.pane == .tree { isTreeHidden = false }
    organization = place
  }

  // MARK: Tree and accounts

  private mutating func move(_ action: Action.ID, in place: inout OrganizationPlace, _ picture: Picture) {
    switch (place.pane, action) {
    case (.accounts, .left):
      place.pane = .tree
      isTreeHidden = false
    case (.accounts, _): place.accounts.move(action, in: accountCursorRows(picture), height: layout.listRows)
    case (.tree, .left): fold(&place, picture)
    case (.tree, .right): unfold(&place, picture)
    case (.tree, _): place.tree.move(action, in: treeCursorRows(picture), height: layout.treeRows)
    }
  }

  /// Folds the unit, or goes up to the one above.
  private func fold(_ place: inout OrganizationPlace, _ picture: Picture) {
    let units = picture.roster.organization.units
    guard treeRows.rows.indices.contains(place.tree.position) else { return }
    let row = treeRows.rows[place.tree.position]
    if row.isExpanded, row.hasChildren, row.depth > 0 {
      place.expanded.remove(units[row.unit].id)
    } else if let parent = units[row.unit].parent {
      place.tree.select(units[parent].id)
    }
  }

  /// Unfolds the unit, or goes over to its accounts.
  private func unfold(_ place: inout OrganizationPlace, _ picture: Picture) {
    guard treeRows.rows.indices.contains(place.tree.position) else { return }
    let row = treeRows.rows[place.tree.position]
    if row.hasChildren, !row.isExpanded {
      place.expanded.insert(picture.roster.organization.units[row.unit].id)
    } else {
      place.pane = .accounts
    }
  }

  // MARK: Mouse

  /// A click selects, a double click opens, the wheel moves.
  mutating func press(_ mouse: Key.Mouse) -> [Effect] {
    switch mouse.action {
    case .scrollUp: for _ in 0..<Self.wheelRows { move(.up) }
    case .scrollDown: for _ in 0..<Self.wheelRows { move(.down) }
    case .press: _ = select(at: mouse)
    case .doublePress: if select(at: mouse), hasSomethingToOpen { openSelected() }
    }
    return []
  }

  private static let wheelRows = 3

  /// Selects the row under the mouse; false if there is none.
  private mutating func select(at mouse: Key.Mouse) -> Bool {
    let line = mouse.row - layout.body.row
    if var place = doctor {
      defer { location = .doctor(place) }
      return place.checks.click(line - 1, in: CheckCursorRows(checks: examination.checks), height: layout.checkRows)
    }
    guard let picture else { return false }
    switch location {
    case .overview(var place):
      defer { location = .overview(place) }
      let rows = CauseCursorRows(causes: picture.causes)
      return place.causes.click(line - layout.overviewRows - 1, in: rows, height: layout.causeRows)
    case .organization(var place):
      defer { location = .organization(place) }
      if let tree = OrganizationPanes(self).tree, mouse.column < tree.endColumn {
        place.pane = .tree
        return place.tree.click(line, in: treeCursorRows(picture), height: layout.treeRows)
      }
      place.pane = .accounts
      return place.accounts.click(line - 1, in: accountCursorRows(picture), height: layout.listRows)
    case .account(var place):
      defer { location = .account(place) }
      let links = evidence
      guard let position = EvidenceLines(links, selected: place.links.position, layout: layout).link(onLine: line)
      else {
        return false
      }
      place.links.move(to: position, in: LinkCursorRows(links: links), height: layout.body.rows)
      return true
    case .roles(var place):
      defer { location = .roles(place) }
      return place.registrations.click(line - 1, in: roleCursorRows(picture), height: layout.listRows)
    case .doctor: return false
    }
  }
}

extension ListCursor {
  /// Moves as the action says; actions that move no list do nothing.
  mutating func move(_ action: Action.ID, in rows: some CursorRows<ID>, height: Int) {
    switch action {
    case .up: move(to: position - 1, in: rows, height: height)
    case .down: move(to: position + 1, in: rows, height: height)
    case .first: move(to: 0, in: rows, height: height)
    case .last: move(to: rows.count - 1, in: rows, height: height)
    case .pageUp: scroll(by: -height, in: rows, height: height)
    case .pageDown: scroll(by: height, in: rows, height: height)
    case .halfPageUp: scroll(by: -max(1, height / 2), in: rows, height: height)
    case .halfPageDown: scroll(by: max(1, height / 2), in: rows, height: height)
    default: break
    }
  }

  /// Selects the row on `line` of the window; false if there is none.
  mutating func click(_ line: Int, in rows: some CursorRows<ID>, height: Int) -> Bool {
    guard line >= 0, line < height, top + line < rows.count else { return false }
    move(to: top + line, in: rows, height: height)
    return true
  }
}
