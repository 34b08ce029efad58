import Fleet
import Terminal

/// Line 1: where one is, whose answers the rows are, and how fresh they are.
struct HeaderView {
  let state: State

  func draw(on frame: inout Frame) {
    let columns = state.size.columns
    let crumbs = crumbs
    let variants = rightVariants
    // Where nothing fits beside the whole path, the path is cut in its middle.
    let right = variants.first { width(of: crumbs) + width(of: $0) + 4 <= columns } ?? variants.last ?? []
    let rightWidth = width(of: right)
    frame.write(path(crumbs, width: columns - rightWidth - 4), row: 0, column: 1)
    frame.write(right, row: 0, column: columns - rightWidth - 1)
    if state.layout.hasRule { frame.writeRule(row: 1) }
  }

  // MARK: Where

  private var crumbs: [String] {
    [state.context.name] + placeCrumbs + (overlayCrumb.map { [$0] } ?? [])
  }

  private var placeCrumbs: [String] {
    switch state.location {
    case .overview, .roles, .doctor: [state.place.title]
    case .organization(let place): [state.place.title] + unitNames(above: place.tree.selected)
    case .account(let place): [Place.organization.title] + accountCrumbs(place.account)
    }
  }

  private var overlayCrumb: String? {
    switch state.overlay {
    case .help: "Help"
    case .rawText(let title, _, _): title
    case .signIn: "Sign in"
    case nil: nil
    }
  }

  private func accountCrumbs(_ account: AccountID) -> [String] {
    guard let organization = state.picture?.roster.organization, let index = organization.index(of: account) else {
      return [account.rawValue]
    }
    let listed = organization.accounts[index]
    return unitNames(above: listed.unit.map { organization.units[$0].id }) + ["\(account) \(listed.name)"]
  }

  private func unitNames(above unit: OrganizationalUnitID?) -> [String] {
    guard let organization = state.picture?.roster.organization, let unit, let index = organization.index(of: unit)
    else { return [] }
    return organization.ancestry(of: index).dropFirst().map { organization.units[$0].label }
  }

  /// The path in at most `width` cells; places in its middle give way first.
  private func path(_ crumbs: [String], width: Int) -> [Frame.Span] {
    var shown = crumbs
    while shown.count > 3, self.width(of: shown) > width {
      shown.remove(at: 2)
      if shown[1] != state.glyphs.ellipsis { shown[1] = state.glyphs.ellipsis }
    }
    var spans: [Frame.Span] = []
    for (index, crumb) in shown.enumerated() {
      if index > 0 { spans.append(Frame.Span(" \(state.glyphs.crumb) ", Theme.chrome)) }
      let before = spans.reduce(0) { $0 + TextWidth.of($1.text) }
      let left = max(1, width - before)
      spans.append(
        Frame.Span(
          TextWidth.cut(crumb, to: left, glyphs: state.glyphs),
          index == shown.count - 1 ? Theme.title : .plain
        )
      )
    }
    return spans
  }

  // MARK: Who, and how fresh

  /// What could stand at the right, the fullest first; whose rows they are is left out on narrow screens only.
  private var rightVariants: [[Frame.Span]] {
    let region = state.context.region.map { [Frame.Span($0, Theme.chrome)] } ?? []
    let access = [Frame.Span(state.context.access.rawValue, Theme.chrome)]
    let account = readiness
    let variants = [
      account + identity + region + access + age, account + identity + region + age, account + identity + age,
      identity + age,
    ]
    guard state.layout.hasBothPanes else { return [age] }
    return variants.map { spans in Array(spans.map { [$0] }.joined(separator: [Frame.Span("  ")])) }
  }

  private var readiness: [Frame.Span] {
    guard let account = state.account, let standing = state.picture?.roster.standing(of: account.account) else {
      return []
    }
    let readiness = standing.readiness
    return [Frame.Span("\(state.glyphs.of(readiness)) \(readiness.rawValue)", Theme.style(of: readiness))]
  }

  /// Whose answers the rows are; not who would answer now.
  private var identity: [Frame.Span] {
    guard let picture = state.picture else { return [] }
    return [
      picture.identities[.organization].map { Frame.Span($0.short) } ?? Frame.Span("nobody signed in", Theme.chrome)
    ]
  }

  private var age: [Frame.Span] {
    guard let picture = state.picture, let oldest = picture.oldestReadAt else {
      return [Frame.Span(state.refresh.isRunning ? "reading" : "not read", Theme.chrome)]
    }
    let isStale = picture.sources.values.contains { $0.hasValue && $0.problem != nil }
    let busy = state.refresh.isRunning ? state.glyphs.ellipsis : ""
    let text = "\(Words.age(since: oldest, now: state.now))\(isStale ? " stale" : "")\(busy)"
    return [Frame.Span(text, isStale ? Theme.warning : Theme.chrome)]
  }

  // MARK: Measuring

  private func width(of crumbs: [String]) -> Int {
    crumbs.reduce(0) { $0 + TextWidth.of($1) } + 3 * (crumbs.count - 1)
  }

  private func width(of spans: [Frame.Span]) -> Int { spans.reduce(0) { $0 + TextWidth.of($1.text) } }
}
