package import Fleet

/// What was last known of one context: shown at start, before any network answer.
package struct Snapshot: Hashable, Sendable {
  package var inventory: Inventory
  /// Whose answers the rows are, so that a header never names one identity over another's rows.
  package var identities: [SourceName: CallerIdentity]
  package var secret: Reading<SecretSummary>

  package init(
    inventory: Inventory = Inventory(),
    identities: [SourceName: CallerIdentity] = [:],
    secret: Reading<SecretSummary> = Reading()
  ) {
    self.inventory = inventory
    self.identities = identities
    self.secret = secret
  }
}

/// Which snapshot is meant.
package struct SnapshotKey: Hashable, Sendable {
  package let context: String
  /// What else must be the same for the rows to be the context's own: configuration file, endpoints, profiles.
  ///
  /// A changed origin makes the old snapshot invisible.
  package let origin: String

  package init(context: String, origin: String) {
    self.context = context
    self.origin = origin
  }
}

/// One source's facts, as they are saved when it was read to its end.
package enum SnapshotPart: Hashable, Sendable {
  case organization(Organization)
  case stackSets(StackSetsReading)
  case appliance(ApplianceReading)
  case secret(SecretSummary)

  /// The row's name in the database.
  var name: String {
    switch self {
    case .organization: SourceName.organization.rawValue
    case .stackSets: SourceName.stackSets.rawValue
    case .appliance: SourceName.appliance.rawValue
    case .secret: Self.secretName
    }
  }

  static let secretName = "secret"
}
