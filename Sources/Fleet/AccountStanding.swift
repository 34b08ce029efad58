/// One account in the joined picture: its readiness, and where in the roster its evidence lies.
package struct AccountStanding: Hashable, Sendable {
  package let readiness: Readiness
  /// Nil only for `ready`.
  package let reason: Reason?
  /// Slice of ``Roster/instances``.
  package let instances: Range<Int>
  /// Slice of ``Roster/registrations``.
  package let registrations: Range<Int>
  /// Expected roles that are not registered; empty where nothing is expected or the appliance was not read.
  package let missingPurposes: [Purpose]

  package init(
    readiness: Readiness,
    reason: Reason?,
    instances: Range<Int>,
    registrations: Range<Int>,
    missingPurposes: [Purpose]
  ) {
    self.readiness = readiness
    self.reason = reason
    self.instances = instances
    self.registrations = registrations
    self.missingPurposes = missingPurposes
  }
}
