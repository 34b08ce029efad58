import FoundationEssentials

/// One account of the organization.
struct AccountRecord: Hashable, Sendable {
  enum State: String, Sendable {
    case pendingActivation = "PENDING_ACTIVATION"
    case active = "ACTIVE"
    case suspended = "SUSPENDED"
    case pendingClosure = "PENDING_CLOSURE"
    case closed = "CLOSED"

    /// The older field: a closed account was SUSPENDED there, and one being made was ACTIVE.
    var status: String {
      switch self {
      case .pendingActivation, .active: "ACTIVE"
      case .suspended, .closed: "SUSPENDED"
      case .pendingClosure: "PENDING_CLOSURE"
      }
    }
  }

  let id: String
  var name: String
  var email: String
  var state: State
  var joinedAt: Date
  var wasInvited = false
  /// Index into ``OrganizationRecord/units``.
  var unit: Int
}
