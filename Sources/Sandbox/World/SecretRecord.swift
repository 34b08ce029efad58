import FoundationEssentials

/// One secret with its versions.
struct SecretRecord: Sendable {
  struct Version: Hashable, Sendable {
    let id: String
    let value: String
    var stages: [String]
    let createdAt: Date
  }

  /// How Secrets Manager rotates it by itself.
  struct Rotation: Hashable, Sendable {
    /// ARN.
    var function: String?
    var automaticallyAfterDays: Int?
    var duration: String?
    var scheduleExpression: String?
    /// Off after CancelRotateSecret.
    var isEnabled = true
    var lastRotatedAt: Date?
  }

  let name: String
  let arn: String
  let account: String
  let region: String
  var description: String
  let createdAt: Date
  var changedAt: Date
  /// Oldest first; those without a stage are deprecated and not shown.
  var versions: [Version]
  /// Nil for the account's `aws/secretsmanager` key.
  var kmsKeyID: String?
  var tags: [ResourceTag] = []
  /// Who else may use it.
  var policy: PolicyDocument?
  var rotation: Rotation?
  /// When it was scheduled for deletion; it can be restored until ``deletionDate``.
  var deletedAt: Date?
  var deletionDate: Date?

  func version(stage: String) -> Version? { versions.first { $0.stages.contains(stage) } }

  /// Moves `stage` to the version `id`, away from any other; AWSPREVIOUS follows AWSCURRENT.
  mutating func move(_ stage: String, to id: String) {
    let old = version(stage: stage)?.id
    for index in versions.indices { versions[index].stages.removeAll { $0 == stage } }
    if let index = versions.firstIndex(where: { $0.id == id }) { versions[index].stages.append(stage) }
    if stage == "AWSCURRENT", let old, old != id { move("AWSPREVIOUS", to: old) }
  }
}
