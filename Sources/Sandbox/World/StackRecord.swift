import FoundationEssentials

/// A CloudFormation stack in one account.
struct StackRecord: Sendable {
  struct Output: Hashable, Sendable {
    let key: String
    let value: String
    let description: String?
    var exportName: String?
  }

  struct Event: Hashable, Sendable {
    let id: String
    let logicalID: String
    let physicalID: String
    let resourceType: String
    /// A ``StackStatus`` or a ``ResourceStatus``.
    let status: String
    let reason: String?
    let at: Date
    var clientRequestToken: String?
  }

  /// What becomes of a stack whose creation fails.
  enum OnFailure: String, Sendable {
    case rollback = "ROLLBACK"
    case delete = "DELETE"
    case doNothing = "DO_NOTHING"
  }

  let id: String
  let name: String
  let account: String
  let region: String
  var status: StackStatus
  var reason: String?
  let createdAt: Date
  var updatedAt: Date?
  var deletedAt: Date?
  var description: String?
  var parameters: [StackSetRecord.Parameter] = []
  var outputs: [Output] = []
  /// Oldest first.
  var events: [Event] = []

  // MARK: What the engine works with

  /// Nil for a stack that was furnished and never deployed.
  var template: Template?
  var bound = BoundParameters()
  /// In the order they came into the stack.
  var resources: [StackResource] = []
  var tags: [ResourceTag] = []
  var capabilities: [String] = []
  var roleARN: String?
  var notificationARNs: [String] = []
  var timeoutInMinutes: Int?
  var onFailure = OnFailure.rollback
  /// Whether its deletion is refused.
  var isProtected = false
  /// The stack policy's JSON.
  var policy: String?
  var changeSets: [ChangeSetRecord] = []
  /// Tokens of the operations it has seen.
  var requestTokens: Set<String> = []
  /// Operations it has seen; ids of later ones are drawn from it.
  var operationCount = 0

  func resource(_ logicalID: String) -> StackResource? { resources.first { $0.logicalID == logicalID } }
}

/// A resource of a stack as the stack knows it.
struct StackResource: Hashable, Sendable {
  let logicalID: String
  let type: String
  /// Nil while it was not made, or is gone.
  var state: ResourceState?
  /// As resolved when it was last made or changed; dynamic references are still in them.
  var properties: TemplateObject
  /// Logical ids it needs, for the order of deletion.
  var needs: Set<String>
  var deletionPolicy: TemplateResource.Policy
  var updateReplacePolicy: TemplateResource.Policy
  var status: ResourceStatus
  var reason: String?
  var changedAt: Date

  /// Whether there is anything of it.
  var exists: Bool { state != nil && status != .deleteComplete && status != .deleteSkipped }
}
