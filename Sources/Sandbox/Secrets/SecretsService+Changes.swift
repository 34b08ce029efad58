import FoundationEssentials

/// AWS Secrets Manager: stages, deletion, tags, policies and rotation of a secret that is there.
extension SecretsService {
  func change(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let index = try operation == "RestoreSecret" ? index(state) : liveIndex(state)
    var secret = state.secrets[index]
    switch operation {
    case "UpdateSecretVersionStage": try moveStage(of: &secret)
    case "DeleteSecret":
      guard try !delete(&secret) else {
        state.secrets.remove(at: index)
        return answer(secret, deletionDate: now)
      }
    case "RestoreSecret": (secret.deletedAt, secret.deletionDate) = (nil, nil)
    case "TagResource": tag(&secret)
    case "UntagResource":
      let keys = input.strings("TagKeys") ?? []
      secret.tags.removeAll { keys.contains($0.key) }
    case "PutResourcePolicy": try setPolicy(of: &secret)
    case "DeleteResourcePolicy": secret.policy = nil
    case "CancelRotateSecret": secret.rotation?.isEnabled = false
    default: try setRotation(of: &secret)
    }
    state.secrets[index] = secret
    return answer(secret, deletionDate: operation == "DeleteSecret" ? secret.deletionDate : nil)
  }

  private func answer(_ secret: SecretRecord, deletionDate: Date?) -> [UInt8] {
    JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("DeletionDate", deletionDate?.timeIntervalSince1970)
    }
  }

  /// A compare and set: who moves a label away from a version must say which.
  private func moveStage(of secret: inout SecretRecord) throws(ServiceFailure) {
    let stage = try required("VersionStage")
    let (from, to) = (input.string("RemoveFromVersionId"), input.string("MoveToVersionId"))
    let holder = secret.version(stage: stage)?.id
    for id in [from, to].compactMap(\.self) where !secret.versions.contains(where: { $0.id == id }) {
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret version: \(id)"
      )
    }
    if let from, from != holder {
      throw Self.invalid("The staging label \(stage) is not currently attached to version \(from).")
    }
    guard let to else {
      guard from != nil else { throw Self.invalid("You must provide MoveToVersionId, RemoveFromVersionId, or both.") }
      guard stage != "AWSCURRENT" else { throw Self.invalid("You can only move staging label AWSCURRENT.") }
      secret.drop(stage)
      return
    }
    guard holder == nil || from != nil || holder == to else {
      throw Self.invalid(
        """
        The parameter RemoveFromVersionId can't be empty. Staging label \(stage) is currently attached to version \
        \(holder ?? ""), so you must explicitly reference that version in RemoveFromVersionId.
        """
      )
    }
    guard holder != to else { return }
    secret.move(stage, to: to)
    secret.changedAt = now
  }

  /// Schedules the deletion.
  ///
  /// - Returns: Whether the secret is to be gone at once.
  private func delete(_ secret: inout SecretRecord) throws(ServiceFailure) -> Bool {
    let days = input.integer("RecoveryWindowInDays")
    if input.boolean("ForceDeleteWithoutRecovery") == true {
      guard days == nil else {
        throw Self.invalid(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."
        )
      }
      return true
    }
    guard (7...30).contains(days ?? 30) else {
      throw Self.invalid("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).")
    }
    secret.deletedAt = now
    secret.deletionDate = now.addingTimeInterval(Double(days ?? 30) * 86_400)
    return false
  }

  private func tag(_ secret: inout SecretRecord) {
    for tag in input.objects("Tags") ?? [] {
      let key = tag.string("Key") ?? ""
      secret.tags.removeAll { $0.key == key }
      secret.tags.append(ResourceTag(key: key, value: tag.string("Value") ?? ""))
    }
  }

  private func setPolicy(of secret: inout SecretRecord) throws(ServiceFailure) {
    let policy = try SecretRecord.policy(try required("ResourcePolicy"))
    let isPublic = policy.statements.contains { statement in
      statement.effect == .allow && statement.conditions.isEmpty
        && statement.principals?.contains { $0.value == "*" } == true
    }
    if input.boolean("BlockPublicPolicy") == true, isPublic {
      throw ServiceFailure(
        code: "PublicPolicyException",
        message: "This resource policy grants broad access to the secret."
      )
    }
    secret.policy = policy
  }

  /// Sets who rotates and when; the first rotation is left to the schedule.
  private func setRotation(of secret: inout SecretRecord) throws(ServiceFailure) {
    guard let function = input.string("RotationLambdaARN") ?? secret.rotation?.function else {
      throw ServiceFailure(
        code: "InvalidRequestException",
        message: "No Lambda rotation function ARN is associated with this secret."
      )
    }
    let rules = input.object("RotationRules")
    secret.rotation = SecretRecord.Rotation(
      function: function,
      automaticallyAfterDays: rules?.integer("AutomaticallyAfterDays") ?? secret.rotation?.automaticallyAfterDays,
      duration: rules?.string("Duration") ?? secret.rotation?.duration,
      scheduleExpression: rules?.string("ScheduleExpression") ?? secret.rotation?.scheduleExpression,
      lastRotatedAt: secret.rotation?.lastRotatedAt
    )
  }
}

extension SecretRecord {
  /// Takes `stage` off whatever version has it.
  mutating func drop(_ stage: String) {
    for index in versions.indices { versions[index].stages.removeAll { $0 == stage } }
  }
}
