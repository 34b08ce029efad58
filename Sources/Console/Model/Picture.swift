import Fleet
import FoundationEssentials

/// What is known of a context, joined and prepared for the screen away from the thread that draws.
struct Picture: Hashable, Sendable {
  /// Rises when anything but ages and problems changed, so that prepared rows are known to hold still.
  let revision: Int
  var roster: Roster
  /// Child units of every unit, ordered by name.
  let children: [[Int]]
  let causes: [Roster.Cause]
  let operations: [OperationProgress]
  /// Parallel to the roster's registrations.
  let roles: [RoleStanding]
  /// In the order that was asked for when the picture was taken; a new order brings a new picture.
  var arrangement: Arrangement
  /// Whose answers the rows are.
  var identities: [SourceName: CallerIdentity]
  var appliance: ApplianceFacts
  var secret: Reading<SecretSummary>

  var sources: [SourceName: Roster.SourceState] { roster.sources }

  /// When the oldest of the facts on screen was read; nil before there are any.
  var oldestReadAt: Date? { sources.values.compactMap { $0.hasValue ? $0.readAt : nil }.min() }
}

/// All accounts in one order.
struct Arrangement: Hashable, Sendable {
  let order: AccountOrder
  /// Indices of the roster's accounts.
  let indices: [Int]

  init(order: AccountOrder, roster: Roster) {
    self.order = order
    indices = order.sorted(Array(roster.organization.accounts.indices), of: roster)
  }
}

/// What the appliance says of itself.
struct ApplianceFacts: Hashable, Sendable {
  var version: String?
  var revision: String?
  var certificateExpires: Date?
  var remarks: [String] = []

  init(_ reading: ApplianceReading?) {
    version = reading?.version
    revision = reading?.revision
    certificateExpires = reading?.certificateExpires
    remarks = reading?.remarks ?? []
  }
}

/// Accounts that are not ready for one and the same reason.
struct CauseKey: Hashable, Sendable {
  let readiness: Readiness
  let reason: Reason
}
