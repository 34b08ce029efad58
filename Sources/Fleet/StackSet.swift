/// A stack set as far as readiness needs it.
package struct StackSet: Hashable, Sendable {
  package let name: StackSetName
  package var isServiceManaged: Bool
  /// Units that the set targets (`OrganizationalUnitIds` and the automatic deployment targets together); nil where AWS
  /// says none, as for self-managed sets: then no account is "outside the targets".
  package var targets: [OrganizationalUnitID]?
  package var regions: [RegionName]
  /// Purposes its template declares; nil when the template could not be read for them.
  package var purposes: [Purpose]?
  /// Operations on it that have not ended.
  package var liveOperations: [StackSetOperation]

  package init(
    name: StackSetName,
    isServiceManaged: Bool = true,
    targets: [OrganizationalUnitID]?,
    regions: [RegionName] = [],
    purposes: [Purpose]? = nil,
    liveOperations: [StackSetOperation] = []
  ) {
    self.name = name
    self.isServiceManaged = isServiceManaged
    self.targets = targets
    self.regions = regions
    self.purposes = purposes
    self.liveOperations = liveOperations
  }
}
