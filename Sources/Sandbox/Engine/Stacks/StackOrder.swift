/// What a caller wants of a stack: the input of CreateStack, UpdateStack and CreateChangeSet.
struct StackOrder: Sendable {
  struct Parameter: Hashable, Sendable {
    let key: String
    /// Nil takes the value the stack has.
    let value: String?
  }

  var name: String
  /// The id of a furnished stack that is made only now; nil draws one.
  var stackID: String?
  var account: String
  var region: String
  /// Parsed once, however many stacks are made of it.
  var template: Template
  var parameters: [Parameter] = []
  /// Nil keeps those of the stack.
  var tags: [ResourceTag]?
  var capabilities: [String] = []
  var roleARN: String?
  var notificationARNs: [String] = []
  var timeoutInMinutes: Int?
  var onFailure = StackRecord.OnFailure.rollback
  var isProtected = false
  /// The stack policy from now on; nil keeps the one it has.
  var policy: String?
  /// A stack policy for this update alone.
  var policyDuringUpdate: String?
  var clientRequestToken: String?
}

/// How an operation on a stack ended.
struct StackOutcome: Hashable, Sendable {
  let stackID: String
  let status: StackStatus
  let reason: String?

  /// Whether the stack is as it was wanted.
  var isSuccess: Bool { status == .createComplete || status == .updateComplete || status == .deleteComplete }
}
