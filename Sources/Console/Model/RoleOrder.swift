import Fleet

/// The order in which registrations are listed; ties are broken by id.
struct RoleOrder: Hashable, Sendable {
  enum Column: String, Hashable, Sendable, CaseIterable {
    case account, name, role, purpose, standing, entry
  }

  var column: Column
  var isDescending: Bool

  init(_ column: Column, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }

  /// `indices` of the roster's registrations put in order.
  func sorted(_ indices: [Int], in picture: Picture) -> [Int] {
    let roster = picture.roster
    let keyed = indices.map { index in
      (index: index, key: key(roster.registrations[index], standing: picture.roles[index], roster: roster))
    }
    return keyed.sorted { left, right in
      if left.key != right.key { return isDescending ? right.key < left.key : left.key < right.key }
      return roster.registrations[left.index].id < roster.registrations[right.index].id
    }.map(\.index)
  }

  private func key(_ registration: RoleRegistration, standing: RoleStanding, roster: Roster) -> String {
    switch column {
    case .account: registration.account?.rawValue ?? "~"
    case .name: roster.accountName(of: registration)?.lowercased() ?? "~"
    case .role: registration.roleName.lowercased()
    case .purpose: registration.purpose?.rawValue ?? "~"
    case .standing: standing.rawValue
    case .entry: registration.name.lowercased()
    }
  }
}

extension Roster {
  /// The name of the account a registration is for, if the organization lists it.
  func accountName(of registration: RoleRegistration) -> String? {
    registration.account.flatMap { organization.index(of: $0) }.map { organization.accounts[$0].name }
  }
}
