import FoundationEssentials

/// One instance profile, which hands a role to EC2 instances.
struct InstanceProfileRecord: Hashable, Sendable {
  let name: String
  let path: String
  let arn: String
  /// `AIPA…`.
  let uniqueID: String
  let createdAt: Date
  /// The one role it can hold, by name.
  var role: String?
}
