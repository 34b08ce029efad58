import FoundationEssentials

/// One role of an account.
struct RoleRecord: Hashable, Sendable {
  struct InlinePolicy: Hashable, Sendable {
    let name: String
    var document: PolicyDocument
  }

  let name: String
  /// `/`, or words between slashes.
  let path: String
  let account: String
  let partition: String
  /// `AROA…`: another one when a role of the same name is made again.
  let uniqueID: String
  let createdAt: Date
  var description: String?
  var maxSessionDuration = 3_600
  var trust: PolicyDocument
  /// When the trust policy was last written: it takes AWS a while to heed it everywhere.
  var trustChangedAt: Date
  /// The unique ids behind the roles and users that the trust policy names by ARN, as they were when it was written.
  var trustedIDs: [String: String] = [:]
  var boundary: String?
  var inlinePolicies: [InlinePolicy] = []
  /// ARNs, in the order they were attached.
  var attachedPolicies: [String] = []
  var tags: [ResourceTag] = []
  /// Whether it is a service's own, which nobody else may change.
  var isServiceLinked: Bool { path.hasPrefix("/aws-service-role/") }

  var arn: String { "arn:\(partition):iam::\(account):role\(path)\(name)" }
}
