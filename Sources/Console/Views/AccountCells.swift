import Fleet
import Terminal

/// What the account table shows in its columns.
struct AccountCells {
  typealias Column = AccountOrder.Column

  let picture: Picture

  static let columns: [TableColumn<Column>] = [
    TableColumn(.account, "ACCOUNT", 12),
    TableColumn(.name, "NAME", 11, upTo: 28),
    TableColumn(.readiness, "READINESS", 11),
    TableColumn(.stack, "STACK", 16, upTo: 22),
    TableColumn(.roles, "ROLES", 5),
    TableColumn(.email, "E-MAIL", 24, upTo: 40),
    TableColumn(.unit, "UNIT", 24, upTo: 44),
    TableColumn(.region, "REGION", 12, upTo: 15),
    TableColumn(.drift, "DRIFT", 11),
    TableColumn(.state, "STATE", 9, upTo: 18),
    TableColumn(.reason, "REASON", 16, upTo: 90),
  ]

  /// The order in which columns matter; the one that is sorted by is always among those shown.
  static func ranking(sortedBy column: Column) -> [Column] {
    let all: [Column] = [.account, .readiness, .name, .roles, .stack, .email, .unit, .region, .drift, .reason, .state]
    return all.moving(column, to: 1)
  }

  /// The text of a cell of account `index`.
  func text(_ column: Column, _ index: Int, glyphs: Glyphs) -> String {
    let roster = picture.roster
    let account = roster.organization.accounts[index]
    let standing = roster.standings[index]
    switch column {
    case .account: return account.id.rawValue
    case .name: return account.name
    case .email: return account.email
    case .unit: return account.unit.map { roster.organization.path(of: $0) } ?? "not read"
    case .state: return account.state.rawValue
    case .readiness: return "\(glyphs.of(standing.readiness)) \(standing.readiness.rawValue)"
    case .stack: return stack(standing, glyphs)
    case .drift: return drift(standing)
    case .roles: return roles(standing)
    case .region: return region(standing)
    case .reason: return standing.reason?.sentence ?? ""
    }
  }

  func style(_ column: Column, _ index: Int) -> Style {
    switch column {
    case .readiness: Theme.style(of: picture.roster.standings[index].readiness)
    case .email, .unit, .region, .drift, .state: Theme.chrome
    case .account, .name, .stack, .roles, .reason: .plain
    }
  }

  /// The stack instance that explains most: the first that is not current.
  static func worst(_ instances: ArraySlice<StackInstance>) -> StackInstance? {
    instances.first { !$0.isCurrent } ?? instances.first
  }

  // MARK: Cells

  private func stack(_ standing: AccountStanding, _ glyphs: Glyphs) -> String {
    guard picture.sources[.stackSets]?.hasValue == true else { return "?" }
    guard let worst = Self.worst(picture.roster.instances(of: standing)) else { return glyphs.excluded }
    return worst.statusText
  }

  private func drift(_ standing: AccountStanding) -> String {
    let drifts = picture.roster.instances(of: standing).compactMap(\.driftStatus)
    return (drifts.first { $0 == .drifted } ?? drifts.first)?.rawValue ?? ""
  }

  /// Registered of expected roles.
  private func roles(_ standing: AccountStanding) -> String {
    guard picture.sources[.appliance]?.hasValue == true else { return "  ?" }
    let count = standing.registrations.count
    guard let expected = picture.roster.expectedPurposes, standing.readiness != .excluded else {
      return count == 0 ? "" : "  \(count)"
    }
    let there = expected.count - standing.missingPurposes.count
    return "  \(there)/\(expected.count)"
  }

  private func region(_ standing: AccountStanding) -> String {
    let instances = picture.roster.instances(of: standing)
    let regions = Set(instances.map(\.region)).sorted()
    guard let first = regions.first else { return "" }
    return regions.count > 1 ? "\(first) +\(regions.count - 1)" : first.rawValue
  }
}
