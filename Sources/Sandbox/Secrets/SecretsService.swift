import FoundationEssentials

/// AWS Secrets Manager over one world at one moment.
struct SecretsService {
  static let reads: Set<String> = [
    "DescribeSecret", "GetSecretValue", "ListSecrets", "ListSecretVersionIds", "GetRandomPassword",
    "GetResourcePolicy",
  ]
  static let changes: Set<String> = [
    "CreateSecret", "PutSecretValue", "UpdateSecretVersionStage", "DeleteSecret", "RestoreSecret", "TagResource",
    "UntagResource", "PutResourcePolicy", "DeleteResourcePolicy", "RotateSecret", "CancelRotateSecret",
  ]

  let input: JSONInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "DescribeSecret": return try describe(state)
    case "GetSecretValue": return try value(state)
    case "ListSecrets": return try list(state)
    case "ListSecretVersionIds": return try versions(state)
    case "GetRandomPassword": return try randomPassword(&state)
    case "GetResourcePolicy": return try policy(state)
    default: break
    }
    guard Self.changes.contains(operation) else { throw .unknownOperation(.json, operation) }
    guard caller.access == .write else { throw .denied(.json, caller.arn, "secretsmanager:\(operation)") }
    switch operation {
    case "CreateSecret": return try create(&state)
    case "PutSecretValue": return try put(&state)
    default: return try change(operation, &state)
    }
  }

  // MARK: Reads

  private func describe(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try index(state)]
    return JSONWriter.document { json in
      SecretView.write(secret, to: &json)
      SecretView.writeStages(of: secret, as: "VersionIdsToStages", to: &json)
    }
  }

  private func value(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try liveIndex(state)]
    let stage = input.string("VersionStage")
    let id = input.string("VersionId")
    let version = secret.versions.first { version in
      // A version without a label is deprecated and not given out.
      guard !version.stages.isEmpty, id == nil || version.id == id else { return false }
      if let stage { return version.stages.contains(stage) }
      return id != nil || version.stages.contains("AWSCURRENT")
    }
    guard let version else {
      let what = id.map { "version id: \($0)" } ?? "staging label: \(stage ?? "AWSCURRENT")"
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret value for \(what)"
      )
    }
    return JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("VersionId", version.id)
      json.member("SecretString", version.value)
      json.member("VersionStages", version.stages) { $0.element($1) }
      json.member("CreatedDate", version.createdAt.timeIntervalSince1970)
    }
  }

  // MARK: Writes

  private func create(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let name = try required("Name")
    let value = input.string("SecretString")
    let token = try token(&state)
    if let known = state.secrets.first(where: { $0.account == caller.account && $0.region == region && $0.name == name }
    ) {
      guard known.deletedAt == nil else {
        throw ServiceFailure(
          code: "InvalidRequestException",
          message: """
            You can't create this secret because a secret with this name is already scheduled for deletion.
            """
        )
      }
      guard let version = known.versions.first(where: { $0.id == token }), version.value == value else {
        throw ServiceFailure(
          code: "ResourceExistsException",
          message: "The operation failed because the secret \(name) already exists."
        )
      }
      return answer(known, version: version)
    }
    var secret = SecretRecord(
      name: name,
      arn: SecretRecord.arn(name, account: caller.account, region: region, &state.generator),
      account: caller.account,
      region: region,
      description: input.string("Description") ?? "",
      createdAt: now,
      changedAt: now,
      versions: value.map { [.init(id: token, value: $0, stages: ["AWSCURRENT"], createdAt: now)] } ?? []
    )
    secret.kmsKeyID = input.string("KmsKeyId")
    secret.tags = (input.objects("Tags") ?? []).map {
      ResourceTag(key: $0.string("Key") ?? "", value: $0.string("Value") ?? "")
    }
    state.secrets.append(secret)
    return answer(secret, version: secret.versions.first)
  }

  private func put(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let index = try liveIndex(state)
    guard let value = input.string("SecretString") else {
      throw Self.invalid("You must provide either SecretString or SecretBinary.")
    }
    let token = try token(&state)
    var secret = state.secrets[index]
    if let known = secret.versions.first(where: { $0.id == token }) {
      guard known.value == value else {
        throw ServiceFailure(
          code: "ResourceExistsException",
          message: "You can't modify an existing version, you can only create new version."
        )
      }
      return answer(secret, version: known)
    }
    // Without stages the new version becomes current at once; a stage named here leaves whatever version had it.
    let stages = input.strings("VersionStages") ?? ["AWSCURRENT"]
    secret.versions.append(.init(id: token, value: value, stages: [], createdAt: now))
    for stage in stages { secret.move(stage, to: token) }
    secret.changedAt = now
    state.secrets[index] = secret
    return answer(secret, version: secret.versions.last)
  }

  private func answer(_ secret: SecretRecord, version: SecretRecord.Version?) -> [UInt8] {
    JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("VersionId", version?.id)
      if let version { json.member("VersionStages", version.stages) { $0.element($1) } }
    }
  }

  // MARK: Arguments

  /// The secret named by name, whole ARN, or ARN without its six random characters.
  ///
  /// Names are looked up in the caller's account; another account's secret needs its whole ARN and a resource policy.
  func index(_ state: WorldState) throws(ServiceFailure) -> Int {
    let id = try required("SecretId")
    let found = state.secrets.firstIndex { secret in
      guard secret.region == region else { return false }
      guard secret.account == caller.account else { return secret.arn == id && isShared(secret) }
      return secret.name == id || secret.arn == id || secret.arn.dropLast(7) == id
    }
    guard let found else {
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret."
      )
    }
    return found
  }

  /// As ``index(_:)``, but not of a secret that is scheduled for deletion.
  func liveIndex(_ state: WorldState) throws(ServiceFailure) -> Int {
    let index = try index(state)
    guard state.secrets[index].deletedAt == nil else {
      throw ServiceFailure(
        code: "InvalidRequestException",
        message: "You can't perform this operation on the secret because it was marked for deletion."
      )
    }
    return index
  }

  /// Whether the secret's own policy lets the caller's account read it.
  private func isShared(_ secret: SecretRecord) -> Bool {
    let request = AccessRequest(
      action: "secretsmanager:GetSecretValue",
      resources: [secret.arn],
      principal: PolicyPrincipal(account: caller.account, arns: [caller.arn])
    )
    return secret.policy.map { [$0].decision(on: request) == .allowed } ?? false
  }

  func required(_ name: String) throws(ServiceFailure) -> String {
    guard let value = input.string(name), !value.isEmpty else {
      throw Self.invalid("You must provide a value for the \(name) parameter.")
    }
    return value
  }

  /// The version id to be: 32 to 64 characters; SDKs always send one.
  private func token(_ state: inout WorldState) throws(ServiceFailure) -> String {
    guard let token = input.string("ClientRequestToken") else { return state.generator.uuid() }
    guard (32...64).contains(token.utf8.count) else {
      throw Self.invalid("ClientRequestToken must be 32 to 64 characters long.")
    }
    return token
  }

  static func invalid(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "InvalidParameterException", message: message)
  }
}
