import FoundationEssentials

/// An ordinary CloudFormation stack in one account.
struct StackRecord: Sendable {
  struct Output: Hashable, Sendable {
    let key: String
    let value: String
    let description: String
  }

  struct Event: Hashable, Sendable {
    let id: String
    let logicalID: String
    let physicalID: String
    let resourceType: String
    let status: String
    let reason: String?
    let at: Date
  }

  let id: String
  let name: String
  let account: String
  let region: String
  let status: String
  var reason: String?
  let createdAt: Date
  var parameters: [StackSetRecord.Parameter] = []
  var outputs: [Output] = []
  /// Newest first.
  var events: [Event] = []
}
