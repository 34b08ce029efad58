package import FoundationEssentials

/// Everything that was read for one context: the three sources as they stand, before the join.
package struct Inventory: Hashable, Sendable {
  package var organization = Reading<Organization>()
  package var stackSets = Reading<StackSetsReading>()
  package var appliance = Reading<ApplianceReading>()

  package init() {}
}

/// What CloudFormation said: the stack sets of the context and all their instances.
package struct StackSetsReading: Hashable, Sendable {
  package var sets: [StackSet]
  /// Ordered by account, stack set and region, whatever order they came in.
  package let instances: [StackInstance]
  /// Names of the context's stack sets that were not found.
  ///
  /// They count as unread, so readiness is unknown.
  package var notFound: [StackSetName]

  package init(sets: [StackSet], instances: [StackInstance], notFound: [StackSetName] = []) {
    self.sets = sets
    self.instances = instances.ordered(byNumber: \.account.number) { left, right in
      (left.stackSet, left.region) < (right.stackSet, right.region)
    }
    self.notFound = notFound
  }
}

/// What the appliance said.
package struct ApplianceReading: Hashable, Sendable {
  /// Ordered by account and name, those without an account last, whatever order they came in.
  package let registrations: [RoleRegistration]
  /// `9.1`; nil where the user may not read it (it needs Portal Administrator).
  package var version: String?
  /// The revision of the API that was agreed on, `1.7-rev0`.
  package var revision: String?
  /// The presented certificate's end of validity.
  package var certificateExpires: Date?
  /// Sentences for things that could not be read without making the source unreadable ("users: needs Portal …").
  package var remarks: [String]

  package init(
    registrations: [RoleRegistration],
    version: String? = nil,
    revision: String? = nil,
    certificateExpires: Date? = nil,
    remarks: [String] = []
  ) {
    self.registrations = registrations.ordered(
      byNumber: { $0.account?.number ?? .max },
      then: { left, right in (left.name, left.id) < (right.name, right.id) }
    )
    self.version = version
    self.revision = revision
    self.certificateExpires = certificateExpires
    self.remarks = remarks
  }
}
