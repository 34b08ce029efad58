import Fleet
import Terminal

/// The registrations on the appliance, and how each relates to the organization.
struct RolesView {
  typealias Column = RoleOrder.Column

  let state: State
  let place: RolesPlace

  private static let columns: [TableColumn<Column>] = [
    TableColumn(.account, "ACCOUNT", 12),
    TableColumn(.name, "NAME", 10, upTo: 24),
    TableColumn(.role, "ROLE", 10, upTo: 24),
    TableColumn(.purpose, "PURPOSE", 8),
    TableColumn(.standing, "STANDING", 9),
    TableColumn(.entry, "ENTRY", 20, upTo: 50),
  ]

  private static func ranking(sortedBy column: Column) -> [Column] {
    let all: [Column] = [.account, .standing, .role, .purpose, .name, .entry]
    return all.moving(column, to: 1)
  }

  func draw(on frame: inout Frame) {
    let body = state.layout.body
    guard let picture = state.picture, picture.sources[.appliance]?.hasValue == true else {
      return drawNothing("The appliance has not been read yet.", row: body.row, on: &frame)
    }
    let table = TableLayout(
      Self.columns,
      ranking: Self.ranking(sortedBy: state.roleOrder.column),
      width: body.columns - 2,
      start: 1
    )
    table.drawHead(
      on: &frame,
      row: body.row,
      sortedBy: state.roleOrder.column,
      isDescending: state.roleOrder.isDescending
    )
    let rows = state.roleRows.indices
    if rows.isEmpty {
      let isFiltered = !place.filter.isEverything
      drawNothing(
        isFiltered ? "No role matches the filter." : "No roles are registered.",
        row: body.row + 1,
        on: &frame
      )
    }
    let top = place.registrations.top
    for position in top..<max(top, min(rows.count, top + state.layout.listRows)) {
      let row = body.row + 1 + position - top
      drawRow(rows[position], picture, table, row: row, on: &frame)
      if position == place.registrations.position { frame.select(row: row, columns: 0..<body.columns) }
    }
    drawDetail(picture, on: &frame)
  }

  private func drawRow(
    _ index: Int,
    _ picture: Picture,
    _ table: TableLayout<Column>,
    row: Int,
    on frame: inout Frame
  ) {
    for placed in table.placed {
      frame.write(
        text(placed.column.id, index, picture),
        row: row,
        column: placed.start,
        width: placed.width,
        style: placed.column.id == .standing ? Theme.style(of: picture.roles[index]) : .plain
      )
    }
  }

  private func text(_ column: Column, _ index: Int, _ picture: Picture) -> String {
    let registration = picture.roster.registrations[index]
    return switch column {
    case .account: registration.account?.rawValue ?? "none"
    case .name: picture.roster.accountName(of: registration) ?? ""
    case .role: registration.roleName
    case .purpose: registration.purpose?.rawValue ?? "?"
    case .standing: picture.roles[index].rawValue
    case .entry: registration.name
    }
  }

  private func drawDetail(_ picture: Picture, on frame: inout Frame) {
    guard state.layout.detailRows > 0, let registration = state.selectedRegistration else { return }
    let row = state.layout.body.endRow - 2
    let columns = state.size.columns
    frame.writeRule(row: row - 1)
    let standing = picture.roles[state.roleRows.indices[place.registrations.position]]
    let end = frame.write(registration.name, row: row, column: 1, width: columns / 2, style: Theme.title)
    frame.write(Self.explanation(of: standing), row: row, column: end + 2, width: columns - end - 3)
    frame.write(registration.description, row: row + 1, column: 1, width: columns - 2, style: Theme.chrome)
  }

  private static func explanation(of standing: RoleStanding) -> String {
    switch standing {
    case .member: "registered for an account of this organization"
    case .duplicate: "another entry names the same role of the same account"
    case .orphan: "ours, but its account is closed or no longer in the organization"
    case .foreign: "not known to be ours: made by hand, or another organization's"
    case .undecided: "the organization has not been read completely, so nothing can be said"
    }
  }

  private func drawNothing(_ sentence: String, row: Int, on frame: inout Frame) {
    frame.write(sentence, row: row, column: 1, style: Theme.chrome)
    frame.cursor = Frame.Cursor(row: row, column: 1, isVisible: false)
  }
}
