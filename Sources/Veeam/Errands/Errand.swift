/// What a console asks the configurator function to do at the appliance for it, on the function's alias `ops`.
///
/// For hosts that cannot reach the appliance themselves. As JSON: `{"op": "roles", "offset": 0, "limit": 500}`.
package struct Errand: Codable, Hashable, Sendable {
  package enum Operation: String, Codable, Hashable, Sendable, CaseIterable {
    /// Proves secret and sign-in; a scheduled one only keeps the function from falling idle.
    case ping
    case roles, policies, repositories, sessions, users, statistics
    /// Registers a role, perhaps taking an entry over.
    case register
  }

  /// More elements than that are never in one page, so that it stays well under the 6 MB of an answer.
  package static let largestPage = 2_000

  package var operation: Operation
  /// Of lists: how many elements to leave out.
  package var offset: Int?
  /// Of lists: how many elements to answer at most.
  package var limit: Int?
  /// Whether nobody waits for the ping's answer: it then asks nothing of the appliance.
  package var scheduled: Bool?
  package var registration: Registration?

  package init(
    _ operation: Operation,
    offset: Int? = nil,
    limit: Int? = nil,
    scheduled: Bool? = nil,
    registration: Registration? = nil
  ) {
    self.operation = operation
    self.offset = offset
    self.limit = limit
    self.scheduled = scheduled
    self.registration = registration
  }

  private enum CodingKeys: String, CodingKey {
    case operation = "op"
    case offset
    case limit
    case scheduled
    case registration
  }

  /// A role to be registered as a stack's own.
  package struct Registration: Codable, Hashable, Sendable {
    /// The stack that owns the role, whose events may change the entry from then on.
    package var stackID: String
    package var account: String
    /// With its path if it has one.
    package var roleName: String
    package var purpose: String
    package var externalID: String
    package var permissions: [String]?
    /// Whether an entry that is not ours becomes ours.
    package var takesOver: Bool

    package init(
      stackID: String,
      account: String,
      roleName: String,
      purpose: String,
      externalID: String,
      permissions: [String]? = nil,
      takesOver: Bool = false
    ) {
      self.stackID = stackID
      self.account = account
      self.roleName = roleName
      self.purpose = purpose
      self.externalID = externalID
      self.permissions = permissions
      self.takesOver = takesOver
    }

    private enum CodingKeys: String, CodingKey {
      case stackID = "stackId"
      case account
      case roleName
      case purpose
      case externalID = "externalId"
      case permissions
      case takesOver = "takeOver"
    }
  }
}

extension Errand.Registration: CustomDebugStringConvertible, CustomReflectable {
  /// Account and role; never the external id.
  package var debugDescription: String { "\(account) \(roleName) (\(purpose))" }
  package var customMirror: Mirror { Mirror(self, children: ["account": account, "role": roleName]) }
}
