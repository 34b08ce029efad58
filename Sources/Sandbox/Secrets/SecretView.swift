import FoundationEssentials

/// Writes secrets as Secrets Manager shows them.
enum SecretView {
  static func write(_ secret: SecretRecord, to json: inout JSONWriter) {
    json.member("ARN", secret.arn)
    json.member("Name", secret.name)
    json.member("Description", secret.description)
    json.member("KmsKeyId", secret.kmsKeyID)
    json.member("CreatedDate", secret.createdAt.timeIntervalSince1970)
    json.member("LastChangedDate", secret.changedAt.timeIntervalSince1970)
    json.member("DeletedDate", secret.deletionDate?.timeIntervalSince1970)
    if let rotation = secret.rotation {
      json.member("RotationEnabled", rotation.isEnabled)
      json.member("RotationLambdaARN", rotation.function)
      json.member("RotationRules") { json in
        if let days = rotation.automaticallyAfterDays { json.member("AutomaticallyAfterDays", days) }
        json.member("Duration", rotation.duration)
        json.member("ScheduleExpression", rotation.scheduleExpression)
      }
      json.member("LastRotatedDate", rotation.lastRotatedAt?.timeIntervalSince1970)
    }
    if !secret.tags.isEmpty {
      json.member("Tags", secret.tags) { json, tag in
        json.object {
          $0.member("Key", tag.key)
          $0.member("Value", tag.value)
        }
      }
    }
  }

  /// Versions with a label; those without are deprecated and not shown.
  static func writeStages(of secret: SecretRecord, as name: String, to json: inout JSONWriter) {
    json.member(name) { json in
      for version in secret.versions where !version.stages.isEmpty {
        json.member(version.id, version.stages) { $0.element($1) }
      }
    }
  }
}
