import Fleet

/// The registrations that the Roles place lists, in order.
struct RoleRows: Hashable, Sendable {
  struct Key: Hashable, Sendable {
    let revision: Int
    let order: RoleOrder
    let filter: Filter
  }

  private(set) var key: Key?
  /// Indices of the roster's registrations.
  private(set) var indices: [Int] = []

  var count: Int { indices.count }

  mutating func refill(for key: Key, picture: Picture) {
    guard key != self.key else { return }
    let all = Array(picture.roster.registrations.indices)
    // A keystroke of the filter needs no new order: what is left keeps it.
    let isOrdered = self.key?.revision == key.revision && self.key?.order == key.order
    let ordered = isOrdered ? arranged : key.order.sorted(all, in: picture)
    arranged = ordered
    self.key = key
    let matcher = RoleMatcher(key.filter, picture: picture)
    indices = key.filter.isEverything ? ordered : ordered.filter(matcher.matches)
  }

  /// All registrations in the key's order.
  private var arranged: [Int] = []
}

/// ``RoleRows`` for a cursor to stand on.
struct RoleCursorRows: CursorRows {
  let registrations: [RoleRegistration]
  let indices: [Int]

  var count: Int { indices.count }

  func id(at position: Int) -> String { registrations[indices[position]].id }

  func position(of id: String, hint: Int) -> Int? {
    if indices.indices.contains(hint), registrations[indices[hint]].id == id { return hint }
    return indices.firstIndex { registrations[$0].id == id }
  }
}

/// The causes of the Overview for a cursor to stand on.
struct CauseCursorRows: CursorRows {
  let causes: [Roster.Cause]

  var count: Int { causes.count }

  func id(at position: Int) -> CauseKey {
    CauseKey(readiness: causes[position].readiness, reason: causes[position].reason)
  }

  func position(of id: CauseKey, hint: Int) -> Int? {
    causes.firstIndex { $0.readiness == id.readiness && $0.reason == id.reason }
  }
}

/// An account's evidence for a cursor to stand on.
struct LinkCursorRows: CursorRows {
  let links: [EvidenceLink]

  var count: Int { links.count }

  func id(at position: Int) -> EvidenceLink.ID { links[position].id }

  func position(of id: EvidenceLink.ID, hint: Int) -> Int? { links.firstIndex { $0.id == id } }
}
