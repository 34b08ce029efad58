import Fleet

/// How a registration on the appliance relates to the organization, in the one word its row shows.
enum RoleStanding: String, Hashable, Sendable, CaseIterable {
  case member
  /// Another entry names the same role of the same account.
  case duplicate
  case orphan
  case foreign
  /// The organization's listing is not complete, so nothing can be said.
  case undecided

  /// Standings of all of the roster's registrations, which it keeps ordered by account.
  static func all(of roster: Roster) -> [RoleStanding] {
    let registrations = roster.registrations
    var standings: [RoleStanding] = []
    standings.reserveCapacity(registrations.count)
    for registration in registrations { standings.append(RoleStanding(roster.belonging(of: registration))) }
    var start = 0
    while start < registrations.count {
      var end = start + 1
      while end < registrations.count, registrations[end].account == registrations[start].account { end += 1 }
      if registrations[start].account != nil, end - start > 1 {
        markDuplicates(of: registrations[start..<end], in: &standings)
      }
      start = end
    }
    return standings
  }

  private init(_ belonging: Roster.Belonging) {
    self =
      switch belonging {
      case .member: .member
      case .orphan: .orphan
      case .foreign: .foreign
      case .undecided: .undecided
      }
  }

  private static func markDuplicates(of slice: ArraySlice<RoleRegistration>, in standings: inout [RoleStanding]) {
    // Nearly every account has a handful: comparing them all is far cheaper than a dictionary for each.
    if slice.count <= 16 {
      for index in slice.indices where standings[index] == .member {
        let name = slice[index].roleName
        let isNamedTwice = slice.indices.contains { $0 != index && slice[$0].roleName == name }
        if isNamedTwice { standings[index] = .duplicate }
      }
      return
    }
    let entries = Dictionary(grouping: slice.indices) { slice[$0].roleName }
    for index in entries.values.filter({ $0.count > 1 }).joined() where standings[index] == .member {
      standings[index] = .duplicate
    }
  }
}
