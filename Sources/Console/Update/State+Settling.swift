import Fleet

extension State {
  /// Brings rows and cursors in line with everything else after a message.
  ///
  /// Rows are made again only if what they follow from has changed, which their keys tell. `isNewPicture`: what was
  /// selected may have been lost because it is gone, not because other rows were asked for.
  mutating func settle(isNewPicture: Bool) {
    if var place = doctor {
      settleDoctor(&place)
      location = .doctor(place)
    }
    guard let picture else { return }
    switch location {
    case .overview(var place):
      place.causes.settle(in: CauseCursorRows(causes: picture.causes), height: layout.causeRows)
      location = .overview(place)
    case .organization(var place):
      settle(&place, picture, isNewPicture: isNewPicture)
      location = .organization(place)
    case .account(var place):
      // The first thing to look at is what is wrong.
      if place.links.selected == nil,
        let failing = evidence.first(where: { $0.mark == .failing || $0.mark == .warning })
      {
        place.links.select(failing.id)
      }
      place.links.settle(in: LinkCursorRows(links: evidence), height: layout.body.rows)
      location = .account(place)
    case .roles(var place):
      let key = RoleRows.Key(revision: picture.revision, order: roleOrder, filter: place.filter)
      roleRows.refill(for: key, picture: picture)
      let rows = roleCursorRows(picture)
      if place.registrations.settle(in: rows, height: layout.listRows) != nil, !isNewPicture {
        place.registrations.reset()
        place.registrations.settle(in: rows, height: layout.listRows)
      }
      location = .roles(place)
    case .doctor: break
    }
  }

  func accountCursorRows(_ picture: Picture) -> AccountCursorRows {
    AccountCursorRows(organization: picture.roster.organization, indices: accountRows.indices)
  }

  func treeCursorRows(_ picture: Picture) -> TreeCursorRows {
    TreeCursorRows(organization: picture.roster.organization, rows: treeRows.rows)
  }

  func roleCursorRows(_ picture: Picture) -> RoleCursorRows {
    RoleCursorRows(registrations: picture.roster.registrations, indices: roleRows.indices)
  }

  // MARK: Organization

  private mutating func settle(_ place: inout OrganizationPlace, _ picture: Picture, isNewPicture: Bool) {
    settleTree(&place, picture)
    let key = AccountRows.Key(
      revision: picture.revision,
      order: picture.arrangement.order,
      unit: place.tree.selected,
      cause: place.cause,
      filter: place.filter
    )
    accountRows.refill(for: key, picture: picture)
    let rows = accountCursorRows(picture)
    guard let lost = place.accounts.settle(in: rows, height: layout.listRows) else { return }
    if isNewPicture {
      announceLoss(of: lost, picture)
    } else {
      // Other rows were asked for: they begin at the top.
      place.accounts.reset()
      place.accounts.settle(in: rows, height: layout.listRows)
    }
  }

  private mutating func settleTree(_ place: inout OrganizationPlace, _ picture: Picture) {
    let organization = picture.roster.organization
    // The selected unit is always on view: those above it are expanded.
    if let selected = place.tree.selected, let unit = organization.index(of: selected) {
      for above in organization.ancestry(of: unit).dropLast() { place.expanded.insert(organization.units[above].id) }
    }
    treeRows.refill(for: TreeRows.Key(revision: picture.revision, expanded: place.expanded), picture: picture)
    if let lost = place.tree.settle(in: treeCursorRows(picture), height: layout.treeRows) {
      announce("unit \(lost) is gone; on its neighbour now", tone: .warning)
    }
  }

  private mutating func announceLoss(of account: AccountID, _ picture: Picture) {
    let isListed = picture.roster.organization.index(of: account) != nil
    let what = isListed ? "does not belong in this list any more" : "is no longer in the organization"
    announce("\(account) \(what); on its neighbour now", tone: .warning)
  }
}
