/// What a simulated organization looks like when the sandbox starts.
package enum Scenario: String, Sendable, CaseIterable {
  /// Every account that should be ready is.
  case healthy
  /// A first deployment is running and goes on while the sandbox runs.
  case onboarding
  /// Failed, cancelled, outdated, drifted and missing stack instances, and roles that are not registered.
  case drifted
  /// Registrations whose account left or closed, entries made by hand, and duplicates.
  case orphans
  /// Healthy, at the documented rates, with another tool taking from them.
  case throttled
  /// 50,000 accounts.
  case huge
  /// An organization, an appliance and its network, with nothing deployed: for setup.
  case fresh
  /// Healthy, but the appliance has a password that the secret holds as pending only: new accounts fail.
  case halfRotated = "half-rotated"
  /// Healthy, with names that try to break a screen, a spreadsheet or a parser.
  case names

  /// Accounts when the command line names no number.
  package var defaultAccounts: Int { self == .huge ? 50_000 : 200 }

  /// Whether rates are kept without being asked for.
  var isThrottled: Bool { self == .throttled }
}
