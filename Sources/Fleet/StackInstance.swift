/// One stack instance of a stack set: an account and a region, and how far the stack there is.
///
/// Source: CloudFormation API Reference, StackInstanceSummary. The words stay AWS's; an unknown one is kept and shown.
package struct StackInstance: Hashable, Sendable {
  package let stackSet: StackSetName
  package let account: AccountID
  package let region: RegionName
  package var status: Status
  package var detailedStatus: DetailedStatus?
  package var driftStatus: DriftStatus?
  /// Free text, long, in whatever form CloudFormation and the custom resource made it.
  package var statusReason: String?
  package var lastOperationID: String?
  /// The unit (or root) that was *targeted*, not the account's own; may be missing.
  package var targetedUnit: OrganizationalUnitID?
  /// Missing until a stack was made: a FAILED instance without it never had one.
  package var stackID: String?

  package init(
    stackSet: StackSetName,
    account: AccountID,
    region: RegionName,
    status: Status,
    detailedStatus: DetailedStatus? = nil,
    driftStatus: DriftStatus? = nil,
    statusReason: String? = nil,
    lastOperationID: String? = nil,
    targetedUnit: OrganizationalUnitID? = nil,
    stackID: String? = nil
  ) {
    self.stackSet = stackSet
    self.account = account
    self.region = region
    self.status = status
    self.detailedStatus = detailedStatus
    self.driftStatus = driftStatus
    self.statusReason = statusReason
    self.lastOperationID = lastOperationID
    self.targetedUnit = targetedUnit
    self.stackID = stackID
  }

  /// Whether the stack is what the stack set says: CURRENT, and the last operation on it succeeded (or said nothing).
  package var isCurrent: Bool {
    status == .current && (detailedStatus == nil || detailedStatus == .succeeded)
  }

  package struct Status: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let current = Status(rawValue: "CURRENT")
    package static let outdated = Status(rawValue: "OUTDATED")
    package static let inoperable = Status(rawValue: "INOPERABLE")
  }

  package struct DetailedStatus: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let pending = DetailedStatus(rawValue: "PENDING")
    package static let running = DetailedStatus(rawValue: "RUNNING")
    package static let succeeded = DetailedStatus(rawValue: "SUCCEEDED")
    package static let failed = DetailedStatus(rawValue: "FAILED")
    package static let cancelled = DetailedStatus(rawValue: "CANCELLED")
    package static let inoperable = DetailedStatus(rawValue: "INOPERABLE")
    package static let skippedSuspendedAccount = DetailedStatus(rawValue: "SKIPPED_SUSPENDED_ACCOUNT")
    package static let failedImport = DetailedStatus(rawValue: "FAILED_IMPORT")
  }

  package struct DriftStatus: RawRepresentable, Hashable, Sendable, Codable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package static let drifted = DriftStatus(rawValue: "DRIFTED")
    package static let inSync = DriftStatus(rawValue: "IN_SYNC")
    package static let unknown = DriftStatus(rawValue: "UNKNOWN")
    package static let notChecked = DriftStatus(rawValue: "NOT_CHECKED")
  }
}
