/// A filter made ready for one roster: unit paths are looked at once per unit, not once per account.
package struct FilterMatcher {
  private let roster: Roster
  private let terms: [Prepared]

  private struct Prepared {
    let term: Filter.Term
    let needle: [UInt8]
    /// For terms that look at the OU path: whether it holds, per unit.
    let units: [Bool]
    /// For free words: whether id, name or e-mail hold it, per account.
    let texts: [Bool]
    let readiness: Readiness?
  }

  package init(_ filter: Filter, roster: Roster) {
    self.roster = roster
    terms = filter.terms.map { term in
      let looksAtUnits = term.field == nil || term.field == .ou
      let units = looksAtUnits ? Self.units(matching: term.value, in: roster.organization) : []
      let needle = Array(term.value.utf8)
      return Prepared(
        term: term,
        needle: needle,
        units: units,
        texts: term.field == nil ? roster.searchText.texts(containing: needle) : [],
        readiness: term.field == .readiness ? Readiness(rawValue: term.value) : nil
      )
    }
  }

  /// Indices of the accounts that match, in the order of the organization's listing.
  package func indices() -> [Int] { roster.standings.indices.filter(matches) }

  /// Whether account `index` of the organization matches every term.
  package func matches(_ index: Int) -> Bool {
    terms.allSatisfy { prepared in holds(prepared, at: index) != prepared.term.isNegated }
  }

  private func holds(_ prepared: Prepared, at index: Int) -> Bool {
    // Made only where a term asks for them: copying them for every account would cost more than looking.
    var account: Account { roster.organization.accounts[index] }
    var standing: AccountStanding { roster.standings[index] }
    var isInUnit: Bool { roster.organization.accounts[index].unit.map { prepared.units[$0] } ?? false }
    func isIn(_ text: String) -> Bool { SearchText.contains(prepared.needle, in: text) }
    switch prepared.term.field {
    case nil: return prepared.texts[index] || isInUnit
    case .id: return isIn(account.id.rawValue)
    case .name: return isIn(account.name)
    case .email: return isIn(account.email)
    case .ou: return isInUnit
    case .state: return isIn(account.state.rawValue)
    case .readiness: return roster.standings[index].readiness == prepared.readiness
    case .stack: return roster.instances(of: standing).contains { isIn($0.status.rawValue) }
    case .detailed:
      return roster.instances(of: standing).contains { $0.detailedStatus.map { isIn($0.rawValue) } ?? false }
    case .drift: return roster.instances(of: standing).contains { $0.driftStatus.map { isIn($0.rawValue) } ?? false }
    case .region: return roster.instances(of: standing).contains { isIn($0.region.rawValue) }
    case .role: return roster.registrations(of: standing).contains { isIn($0.roleName) || isIn($0.name) }
    case .purpose: return roster.registrations(of: standing).contains { $0.purpose?.rawValue == prepared.term.value }
    case .reason: return standing.reason.map { isIn($0.sentence) } ?? false
    }
  }

  /// Whether each unit matches: a value that begins with `/` is a place in the tree and all below it; anything else is
  /// looked for in the path's text.
  private static func units(matching value: String, in organization: Organization) -> [Bool] {
    if value.hasPrefix("/") { return subtree(of: value, in: organization) }
    let needle = Array(value.utf8)
    return organization.units.indices.map { SearchText.contains(needle, in: organization.path(of: $0)) }
  }

  private static func subtree(of path: String, in organization: Organization) -> [Bool] {
    let wanted = segments(of: path)
    var isInside = [Bool](repeating: false, count: organization.units.count)
    // How many of the wanted names the way down to this unit has matched; nil once it has left the path.
    var depth = [Int?](repeating: nil, count: organization.units.count)
    for (index, unit) in organization.units.enumerated() {
      guard let parent = unit.parent else {
        depth[index] = 0
        isInside[index] = wanted.isEmpty
        continue
      }
      if isInside[parent] {
        isInside[index] = true
      } else if let matched = depth[parent], matched < wanted.count, unit.label.lowercased() == wanted[matched] {
        depth[index] = matched + 1
        isInside[index] = matched + 1 == wanted.count
      }
    }
    return isInside
  }

  /// The names in `/a/b\/c`: `a` and `b/c`.
  private static func segments(of path: String) -> [String] {
    var segments: [String] = []
    var current = ""
    var isEscaped = false
    for character in path {
      if isEscaped {
        current.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "/" {
        if !current.isEmpty { segments.append(current) }
        current = ""
      } else {
        current.append(character)
      }
    }
    if !current.isEmpty { segments.append(current) }
    return segments
  }
}
