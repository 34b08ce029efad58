import FoundationEssentials

/// A change set: an operation on a stack that was planned and may be executed.
struct ChangeSetRecord: Sendable {
  enum Kind: String, Sendable {
    case create = "CREATE"
    case update = "UPDATE"
  }

  enum Status: String, Sendable {
    case createComplete = "CREATE_COMPLETE"
    case failed = "FAILED"
  }

  enum ExecutionStatus: String, Sendable {
    case available = "AVAILABLE"
    case unavailable = "UNAVAILABLE"
    case obsolete = "OBSOLETE"
    case executeComplete = "EXECUTE_COMPLETE"
  }

  /// What came of planning it.
  enum Plan: Sendable {
    case changes([PlannedChange])
    case failed(String)
  }

  let id: String
  let name: String
  let kind: Kind
  let order: StackOrder
  let createdAt: Date
  let status: Status
  let reason: String?
  var executionStatus: ExecutionStatus
  let changes: [PlannedChange]

  init(id: String, name: String, kind: Kind, order: StackOrder, createdAt: Date, plan: Plan) {
    self.id = id
    self.name = name
    self.kind = kind
    self.order = order
    self.createdAt = createdAt
    switch plan {
    case .changes(let changes):
      (status, reason, executionStatus, self.changes) = (.createComplete, nil, .available, changes)
    case .failed(let reason):
      (status, self.reason, executionStatus, changes) = (.failed, reason, .unavailable, [])
    }
  }
}
