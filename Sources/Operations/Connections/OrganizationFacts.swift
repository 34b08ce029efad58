import Fleet

/// What changes once in years and may be asked for once a second only: read once a session.
struct OrganizationFacts: Hashable, Sendable {
  let id: String
  let managementAccount: AccountID?
  /// One, as AWS has it today.
  let roots: [UnitPlace]
}
