/// How far an account is from being backed up: a ladder that never says more than what was read.
package enum Readiness: String, Hashable, Sendable, CaseIterable, Codable {
  /// Every stack instance current and succeeded, every expected role registered.
  case ready
  /// An operation is on it.
  case deploying
  /// Some of it is there.
  case degraded
  /// None of it is there.
  case missing
  /// Not meant to have the roles: management account, not active, outside the targets, or left out by the context.
  case excluded
  /// A source could not be read, so nothing is claimed.
  case unknown

  /// Worst first, the order in which an admin wants to see accounts that need something.
  package var urgency: Int {
    switch self {
    case .missing: 0
    case .degraded: 1
    case .deploying: 2
    case .unknown: 3
    case .ready: 4
    case .excluded: 5
    }
  }
}
