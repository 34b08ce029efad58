import Terminal

/// What the screen shows for `state`: a function of it and nothing else, that touches only rows which are visible.
func view(_ state: State) -> Frame {
  var frame = Frame(size: state.size, glyphs: state.glyphs)
  let layout = state.layout
  guard !layout.isTooSmall else {
    let sentence = "RoleCall needs \(Layout.smallest.columns) columns and \(Layout.smallest.rows) rows."
    for (row, line) in Wrapping.lines(sentence, width: state.size.columns).enumerated() {
      frame.write(line, row: row, column: 0)
    }
    frame.cursor = Frame.Cursor(row: 0, column: 0, isVisible: false)
    return frame
  }
  HeaderView(state: state).draw(on: &frame)
  if state.overlay != nil {
    OverlayView(state: state).draw(on: &frame)
  } else {
    switch state.location {
    case .overview(let place): OverviewView(state: state, place: place).draw(on: &frame)
    case .organization(let place): OrganizationView(state: state, place: place).draw(on: &frame)
    case .account(let place): AccountView(state: state, place: place).draw(on: &frame)
    case .roles(let place): RolesView(state: state, place: place).draw(on: &frame)
    case .doctor(let place): DoctorView(state: state, place: place).draw(on: &frame)
    }
  }
  StatusView(state: state).draw(on: &frame)
  FooterView(state: state).draw(on: &frame)
  return frame
}

extension Frame {
  /// A horizontal line over a whole row.
  mutating func writeRule(row: Int) {
    write(String(repeating: glyphs.horizontal, count: size.columns), row: row, column: 0, style: Theme.chrome)
  }

  /// Makes a run of cells look selected and puts the hardware cursor on it, where screen readers look for it.
  mutating func select(row: Int, columns: Range<Int>) {
    restyle(row: row, columns: columns) { $0 = Theme.cursor }
    cursor = Cursor(row: row, column: columns.lowerBound, isVisible: false)
  }
}
