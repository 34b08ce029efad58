package import FoundationEssentials

/// One operation on a stack set: CREATE, UPDATE, DELETE or DETECT_DRIFT, as CloudFormation lists it.
package struct StackSetOperation: Hashable, Sendable {
  package let id: String
  package let stackSet: StackSetName
  package let action: String
  package let status: String
  package let startedAt: Date?
  package let endedAt: Date?

  package init(id: String, stackSet: StackSetName, action: String, status: String, startedAt: Date?, endedAt: Date?) {
    self.id = id
    self.stackSet = stackSet
    self.action = action
    self.status = status
    self.startedAt = startedAt
    self.endedAt = endedAt
  }

  /// Whether it may still change stack instances.
  package var isLive: Bool { ["RUNNING", "QUEUED", "STOPPING"].contains(status) }
}
