/// The order in which accounts are listed.
///
/// Ties are always broken by account id, so that equal rows never trade places.
package struct AccountOrder: Hashable, Sendable {
  package enum Column: String, Hashable, Sendable, CaseIterable, Codable {
    case account, name, email, unit, state, readiness, stack, drift, roles, region, reason
  }

  package var column: Column
  package var isDescending: Bool

  package init(_ column: Column, isDescending: Bool = false) {
    self.column = column
    self.isDescending = isDescending
  }

  /// `indices` (of the organization's accounts) put in order.
  package func sorted(_ indices: [Int], of roster: Roster) -> [Int] {
    let accounts = roster.organization.accounts
    switch column {
    case .account: return sort(indices, roster) { accounts[$0].id.rawValue }
    case .name: return sort(indices, roster) { accounts[$0].name.lowercased() }
    case .email: return sort(indices, roster) { accounts[$0].email.lowercased() }
    case .unit:
      let paths = roster.organization.units.indices.map { roster.organization.path(of: $0).lowercased() }
      return sort(indices, roster) { accounts[$0].unit.map { paths[$0] } ?? "" }
    case .state: return sort(indices, roster) { accounts[$0].state.rawValue }
    case .readiness: return sort(indices, roster) { roster.standings[$0].readiness.urgency }
    case .stack: return sort(indices, roster) { Self.stackText(roster.instances(of: roster.standings[$0])) }
    case .drift:
      return sort(indices, roster) { roster.instances(of: roster.standings[$0]).first?.driftStatus?.rawValue ?? "" }
    case .roles: return sort(indices, roster) { roster.standings[$0].registrations.count }
    case .region:
      return sort(indices, roster) { roster.instances(of: roster.standings[$0]).first?.region.rawValue ?? "" }
    case .reason: return sort(indices, roster) { roster.standings[$0].reason?.sentence ?? "" }
    }
  }

  private static func stackText(_ instances: ArraySlice<StackInstance>) -> String {
    guard let worst = instances.first(where: { !$0.isCurrent }) ?? instances.first else { return "" }
    return "\(worst.status.rawValue) \(worst.detailedStatus?.rawValue ?? "")"
  }

  /// Keys are made once per row, not once per comparison.
  private func sort<Key: Comparable>(_ indices: [Int], _ roster: Roster, by key: (Int) -> Key) -> [Int] {
    let accounts = roster.organization.accounts
    let keyed = indices.map { (index: $0, key: key($0), id: accounts[$0].id) }
    let ordered = keyed.sorted { left, right in
      if left.key != right.key { return isDescending ? right.key < left.key : left.key < right.key }
      return left.id < right.id
    }
    return ordered.map(\.index)
  }
}
