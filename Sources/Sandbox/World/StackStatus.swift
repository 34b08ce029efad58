/// Where a stack stands.
enum StackStatus: String, Sendable, CaseIterable {
  case reviewInProgress = "REVIEW_IN_PROGRESS"
  case createInProgress = "CREATE_IN_PROGRESS"
  case createFailed = "CREATE_FAILED"
  case createComplete = "CREATE_COMPLETE"
  case rollbackInProgress = "ROLLBACK_IN_PROGRESS"
  case rollbackFailed = "ROLLBACK_FAILED"
  case rollbackComplete = "ROLLBACK_COMPLETE"
  case deleteInProgress = "DELETE_IN_PROGRESS"
  case deleteFailed = "DELETE_FAILED"
  case deleteComplete = "DELETE_COMPLETE"
  case updateInProgress = "UPDATE_IN_PROGRESS"
  case updateCompleteCleanupInProgress = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
  case updateComplete = "UPDATE_COMPLETE"
  case updateFailed = "UPDATE_FAILED"
  case updateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS"
  case updateRollbackFailed = "UPDATE_ROLLBACK_FAILED"
  case updateRollbackCompleteCleanupInProgress = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
  case updateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE"

  /// Whether an operation is at work on the stack.
  var isInProgress: Bool { self != .reviewInProgress && rawValue.hasSuffix("IN_PROGRESS") }

  var isUpdatable: Bool {
    switch self {
    case .createComplete, .updateComplete, .updateRollbackComplete, .updateFailed, .createFailed: true
    default: false
    }
  }
}

/// Where a resource of a stack stands.
enum ResourceStatus: String, Sendable {
  case createInProgress = "CREATE_IN_PROGRESS"
  case createFailed = "CREATE_FAILED"
  case createComplete = "CREATE_COMPLETE"
  case updateInProgress = "UPDATE_IN_PROGRESS"
  case updateFailed = "UPDATE_FAILED"
  case updateComplete = "UPDATE_COMPLETE"
  case deleteInProgress = "DELETE_IN_PROGRESS"
  case deleteFailed = "DELETE_FAILED"
  case deleteComplete = "DELETE_COMPLETE"
  case deleteSkipped = "DELETE_SKIPPED"
}
