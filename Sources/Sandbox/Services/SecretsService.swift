import FoundationEssentials

/// AWS Secrets Manager over one world at one moment.
struct SecretsService {
  static let operations: Set<String> = ["DescribeSecret", "GetSecretValue", "CreateSecret", "PutSecretValue"]

  let input: JSONInput
  let caller: Identity
  let region: String
  let now: Date

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "DescribeSecret": return try describe(state)
    case "GetSecretValue": return try value(state)
    case "CreateSecret":
      try checkWriter(operation)
      return try create(&state)
    case "PutSecretValue":
      try checkWriter(operation)
      return try put(&state)
    default: throw .unknownOperation(.json, operation)
    }
  }

  private func checkWriter(_ operation: String) throws(ServiceFailure) {
    guard caller.access == .write else { throw .denied(.json, caller.arn, "secretsmanager:\(operation)") }
  }

  // MARK: Reads

  private func describe(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try index(state)]
    return JSONWriter.document { json in
      json.member("ARN", secret.arn)
      json.member("Name", secret.name)
      json.member("Description", secret.description)
      json.member("CreatedDate", secret.createdAt.timeIntervalSince1970)
      json.member("LastChangedDate", secret.changedAt.timeIntervalSince1970)
      json.member("VersionIdsToStages") { json in
        for version in secret.versions where !version.stages.isEmpty {
          json.member(version.id, version.stages) { $0.element($1) }
        }
      }
    }
  }

  private func value(_ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    let secret = state.secrets[try index(state)]
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
      guard let version = known.versions.first(where: { $0.id == token }), version.value == value else {
        throw ServiceFailure(
          code: "ResourceExistsException",
          message: "The operation failed because the secret \(name) already exists."
        )
      }
      return answer(known, version: version)
    }
    let secret = SecretRecord(
      name: name,
      arn: "arn:aws:secretsmanager:\(region):\(caller.account):secret:\(name)-\(state.generator.slug(6))",
      account: caller.account,
      region: region,
      description: input.string("Description") ?? "",
      createdAt: now,
      changedAt: now,
      versions: value.map { [.init(id: token, value: $0, stages: ["AWSCURRENT"], createdAt: now)] } ?? []
    )
    state.secrets.append(secret)
    return answer(secret, version: secret.versions.first)
  }

  private func put(_ state: inout WorldState) throws(ServiceFailure) -> [UInt8] {
    let index = try index(state)
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
  /// Names are looked up in the caller's account; an ARN of another account is refused, since no resource policy is kept.
  private func index(_ state: WorldState) throws(ServiceFailure) -> Int {
    let id = try required("SecretId")
    let found = state.secrets.firstIndex { secret in
      guard secret.account == caller.account, secret.region == region else { return false }
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

  private func required(_ name: String) throws(ServiceFailure) -> String {
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

  private static func invalid(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "InvalidParameterException", message: message)
  }
}
