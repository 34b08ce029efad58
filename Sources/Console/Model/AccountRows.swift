import Fleet

/// The accounts that the Organization place lists, in order: unit, cause and filter applied.
struct AccountRows: Hashable, Sendable {
  /// All that the rows follow from; made anew only when it changes.
  struct Key: Hashable, Sendable {
    let revision: Int
    let order: AccountOrder
    let unit: OrganizationalUnitID?
    let cause: CauseKey?
    let filter: Filter
  }

  private(set) var key: Key?
  /// Indices of the roster's accounts.
  private(set) var indices: [Int] = []
  /// Accounts of the unit and cause, the filter aside.
  private(set) var unfiltered = 0
  /// How the listed accounts stand.
  private(set) var counts = ReadinessCounts()
  /// How often rows were made; tests hold the console to account with it.
  private(set) var passes = 0

  var count: Int { indices.count }

  /// Makes the rows for `key`; does nothing if they are its rows already.
  mutating func refill(for key: Key, picture: Picture) {
    guard key != self.key else { return }
    let roster = picture.roster
    self.key = key
    passes += 1
    indices.removeAll(keepingCapacity: true)
    unfiltered = 0
    counts = ReadinessCounts()
    let organization = roster.organization
    let isInUnit = key.unit.flatMap { Self.subtree(of: $0, in: organization) }
    let matcher = key.filter.isEverything ? nil : FilterMatcher(key.filter, roster: roster)
    for index in picture.arrangement.indices {
      if let isInUnit {
        guard let unit = organization.accounts[index].unit, isInUnit[unit] else { continue }
      }
      let readiness = roster.standings[index].readiness
      if let cause = key.cause, readiness != cause.readiness || roster.standings[index].reason != cause.reason {
        continue
      }
      unfiltered += 1
      if let matcher, !matcher.matches(index) { continue }
      indices.append(index)
      counts[readiness] += 1
    }
  }

  /// Marks on accounts that are not listed.
  func hiddenMarks(_ marks: Set<AccountID>, roster: Roster) -> Int {
    guard !marks.isEmpty else { return 0 }
    let accounts = roster.organization.accounts
    return marks.count - indices.count { marks.contains(accounts[$0].id) }
  }

  /// Whether each unit is `unit` or below it; nil for a root, under which everything is, accounts of unknown place too.
  private static func subtree(of unit: OrganizationalUnitID, in organization: Organization) -> [Bool]? {
    guard let index = organization.index(of: unit), organization.units[index].parent != nil else { return nil }
    var isInside = [Bool](repeating: false, count: organization.units.count)
    isInside[index] = true
    // Parents stand before their children, so one pass reaches all below.
    for position in organization.units.indices where position > index {
      if let parent = organization.units[position].parent { isInside[position] = isInside[parent] }
    }
    return isInside
  }
}

/// ``AccountRows`` for a cursor to stand on.
struct AccountCursorRows: CursorRows {
  let organization: Organization
  let indices: [Int]

  var count: Int { indices.count }

  func id(at position: Int) -> AccountID { organization.accounts[indices[position]].id }

  func position(of id: AccountID, hint: Int) -> Int? {
    guard let index = organization.index(of: id) else { return nil }
    if indices.indices.contains(hint), indices[hint] == index { return hint }
    return indices.firstIndex(of: index)
  }
}
