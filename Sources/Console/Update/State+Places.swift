import Fleet

extension State {
  // MARK: Going

  /// Goes somewhere else; what was ahead in the history is forgotten, as in a browser.
  mutating func go(to destination: Location) {
    guard destination != unselected(location) else { return }
    past.append(location)
    if past.count > Self.rememberedLocations { past.removeFirst() }
    future = []
    location = destination
  }

  private static let rememberedLocations = 100

  /// The location as it was when one came: to go there again is to go nowhere.
  private func unselected(_ location: Location) -> Location {
    switch location {
    case .overview: return .overview(OverviewPlace())
    case .organization(let place):
      var fresh = OrganizationPlace()
      fresh.filter = place.filter
      fresh.cause = place.cause
      return .organization(fresh)
    case .account(let place): return .account(AccountPlace(account: place.account))
    case .roles(let place):
      var fresh = RolesPlace()
      fresh.filter = place.filter
      return .roles(fresh)
    case .doctor: return .doctor(DoctorPlace())
    }
  }

  mutating func goBack() {
    guard let destination = past.popLast() else { return }
    future.append(location)
    location = destination
  }

  mutating func goForward() {
    guard let destination = future.popLast() else { return }
    past.append(location)
    location = destination
  }

  /// Whether escape has anything to do.
  var canGoBack: Bool { !past.isEmpty || !currentFilter.isEverything }

  /// The filter of the place one is in.
  var currentFilter: Filter { organization?.filter ?? roles?.filter ?? .everything }

  mutating func setFilter(_ filter: Filter) {
    organization?.filter = filter
    roles?.filter = filter
  }

  /// Escape takes a filter off before it leaves the place.
  mutating func goBackOrTakeFilterOff() {
    guard !currentFilter.isEverything else { return goBack() }
    setFilter(.everything)
    say("filter taken off")
  }

  // MARK: Opening

  var hasSomethingToOpen: Bool {
    switch location {
    case .overview: selectedCause != nil
    case .organization(let place): place.pane == .tree ? !treeRows.rows.isEmpty : accountRows.count > 0
    case .account: selectedLink.map { destination(of: $0) != nil } ?? false
    case .roles: selectedAccount != nil
    case .doctor: selectedCheck != nil
    }
  }

  mutating func openSelected() {
    switch location {
    case .overview:
      guard let cause = selectedCause else { return }
      var place = OrganizationPlace()
      place.cause = CauseKey(readiness: cause.readiness, reason: cause.reason)
      go(to: .organization(place))
    case .organization(let place) where place.pane == .tree: organization?.pane = .accounts
    case .organization, .roles: if let selectedAccount { go(to: .account(AccountPlace(account: selectedAccount))) }
    case .doctor: showCheck()
    case .account: if let link = selectedLink, let destination = destination(of: link) { go(to: destination) }
    }
  }

  /// Opens the account with this id, if the organization has it.
  mutating func jump(to account: AccountID) {
    guard let organization = picture?.roster.organization else { return say("nothing has been read yet") }
    guard organization.index(of: account) != nil else {
      let certainty = organization.isComplete ? "not in this organization" : "not among the accounts read so far"
      return say("\(account) is \(certainty)", tone: .warning)
    }
    go(to: .account(AccountPlace(account: account)))
  }

  /// Where a link of the evidence leads; nil if nowhere.
  private func destination(of link: EvidenceLink) -> Location? {
    guard let account, let roster = picture?.roster, let index = roster.organization.index(of: account.account) else {
      return nil
    }
    var list = OrganizationPlace()
    list.accounts.select(account.account)
    switch link.id {
    case .organization:
      guard let unit = roster.organization.accounts[index].unit else { return nil }
      list.tree.select(roster.organization.units[unit].id)
      return .organization(list)
    case .instance, .noInstance, .missingRoles:
      guard let reason = roster.standings[index].reason else { return nil }
      list.cause = CauseKey(readiness: roster.standings[index].readiness, reason: reason)
      return .organization(list)
    case .registration(let id):
      var place = RolesPlace()
      place.registrations.select(id)
      return .roles(place)
    case .policy: return nil
    }
  }

  mutating func showRawText() {
    guard let link = selectedLink, let raw = link.raw else { return }
    overlay = .rawText(title: link.title, text: raw, top: 0)
  }

  // MARK: Marking

  /// Marks the selected account, or takes its mark off, and goes on to the next, as marking many wants it.
  mutating func markSelected() {
    guard let selectedAccount else { return }
    if marks.remove(selectedAccount) == nil { marks.insert(selectedAccount) }
    move(.down)
  }
}
