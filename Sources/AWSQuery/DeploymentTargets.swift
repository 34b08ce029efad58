/// Where an operation on a stack set goes to.
///
/// The one place that writes `DeploymentTargets`: accounts beside units always carry a filter, since without one the service
/// takes the whole unit.
/// Source: CloudFormation API Reference, DeploymentTargets (read 2026-11).
package enum DeploymentTargets: Hashable, Sendable {
  /// What is to be done with accounts that are named beside units.
  package enum AccountFilter: String, Hashable, Sendable {
    /// Only these accounts of the units.
    case intersection = "INTERSECTION"
    /// The units without these accounts.
    case difference = "DIFFERENCE"
  }

  /// Whole units, or the root: every account in and below them.
  case units([String])
  /// Accounts of units, service-managed.
  case accountsInUnits(accounts: [String], units: [String], filter: AccountFilter)
  /// Accounts by themselves, self-managed.
  case accounts([String])

  /// Why these targets name nothing, or more than they say; nil where they are sound.
  package var fault: String? {
    switch self {
    case .units(let units): units.isEmpty ? "no organizational unit is named" : nil
    case .accounts(let accounts): accounts.isEmpty ? "no account is named" : nil
    case .accountsInUnits(let accounts, let units, _):
      if accounts.isEmpty {
        "no account is named, so the whole unit would be meant"
      } else if units.isEmpty {
        "no organizational unit is named"
      } else {
        nil
      }
    }
  }

  var value: QueryForm.Value {
    switch self {
    case .units(let units): .structure([Self.list("OrganizationalUnitIds", units)])
    case .accounts(let accounts): .structure([Self.list("Accounts", accounts)])
    case .accountsInUnits(let accounts, let units, let filter):
      .structure([
        Self.list("OrganizationalUnitIds", units), Self.list("Accounts", accounts),
        QueryForm.Field("AccountFilterType", .text(filter.rawValue)),
      ])
    }
  }

  private static func list(_ name: String, _ values: [String]) -> QueryForm.Field {
    QueryForm.Field(name, .list(values.map(QueryForm.Value.text)))
  }
}
