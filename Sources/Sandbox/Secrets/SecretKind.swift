import FoundationEssentials

/// `AWS::SecretsManager::Secret`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct SecretKind: MomentaryKind {
  let type = "AWS::SecretsManager::Secret"
  let service = "SecretsManager"
  let schema = ResourceSchema(
    properties: [
      "Description", "GenerateSecretString", "KmsKeyId", "Name", "ReplicaRegions", "SecretString", "Tags", "Type",
    ],
    createOnly: ["Name"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("Name") ?? request.generatedName(limit: 512)
    if let taken = state.secrets.first(where: {
      $0.account == request.account && $0.region == request.region && $0.name == name
    }) {
      throw taken.deletedAt == nil
        ? ServiceFailure(
          code: "ResourceExistsException",
          message: "The operation failed because the secret \(name) already exists."
        )
        : ServiceFailure(
          code: "InvalidRequestException",
          message: """
            You can't create this secret because a secret with this name is already scheduled for deletion.
            """
        )
    }
    var secret = SecretRecord(
      name: name,
      arn: SecretRecord.arn(name, account: request.account, region: request.region, &state.generator),
      account: request.account,
      region: request.region,
      description: "",
      createdAt: now,
      changedAt: now,
      versions: []
    )
    set(request, on: &secret)
    if let value = try value(request.properties, &state.generator) { secret.renew(value, &state.generator, at: now) }
    state.secrets.append(secret)
    return Self.state(of: secret)
  }

  /// A change of GenerateSecretString generates a new value.
  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let index = try state.secretIndex(arn: resource.physicalID)
    set(request, on: &state.secrets[index])
    let names = ["GenerateSecretString", "SecretString"]
    if names.contains(where: { old[$0] != request.properties[$0] }),
      let value = try value(request.properties, &state.generator)
    {
      state.secrets[index].renew(value, &state.generator, at: now)
    }
    return Self.state(of: state.secrets[index])
  }

  /// CloudFormation deletes without a recovery window.
  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.secrets.removeAll { $0.arn == resource.physicalID }
  }

  // MARK: Values

  private func set(_ request: ResourceRequest, on secret: inout SecretRecord) {
    secret.description = request.properties.text("Description") ?? ""
    secret.kmsKeyID = request.properties.text("KmsKeyId")
    secret.tags = request.tags()
  }

  private func value(
    _ properties: TemplateObject,
    _ generator: inout SeededGenerator
  ) throws(ServiceFailure) -> String? {
    guard let rules = properties.object("GenerateSecretString") else { return properties.text("SecretString") }
    guard properties["SecretString"] == nil else {
      throw ServiceFailure(
        code: "InvalidRequestException",
        message: "You can't specify both a secret string and the rules to generate one."
      )
    }
    let password = try PasswordGenerator(
      length: rules.integer("PasswordLength") ?? 32,
      excludedCharacters: rules.text("ExcludeCharacters") ?? "",
      excludesNumbers: rules.boolean("ExcludeNumbers") ?? false,
      excludesPunctuation: rules.boolean("ExcludePunctuation") ?? false,
      excludesUppercase: rules.boolean("ExcludeUppercase") ?? false,
      excludesLowercase: rules.boolean("ExcludeLowercase") ?? false,
      includesSpace: rules.boolean("IncludeSpace") ?? false,
      requiresEachType: rules.boolean("RequireEachIncludedType") ?? true
    ).password(&generator)
    guard let key = rules.text("GenerateStringKey") else { return password }
    guard let template = rules.text("SecretStringTemplate"),
      case .object(var members)? = JSONValue(Array(template.utf8))
    else {
      throw ServiceFailure(code: "InvalidRequestException", message: "Could not parse SecretStringTemplate JSON")
    }
    members[key] = .string(password)
    return JSONValue.object(members).text
  }

  private static func state(of secret: SecretRecord) -> ResourceState {
    ResourceState(physicalID: secret.arn, attributes: ["Id": .string(secret.arn)])
  }
}

extension SecretRecord {
  /// The six characters at the end are random, so that a secret made again is another one.
  static func arn(_ name: String, account: String, region: String, _ generator: inout SeededGenerator) -> String {
    let suffix = generator.text(6, from: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8))
    return "arn:\(Partition(region: region).name):secretsmanager:\(region):\(account):secret:\(name)-\(suffix)"
  }

  /// Makes `value` the current version.
  mutating func renew(_ value: String, _ generator: inout SeededGenerator, at now: Date) {
    let id = generator.uuid()
    versions.append(Version(id: id, value: value, stages: [], createdAt: now))
    move("AWSCURRENT", to: id)
    changedAt = now
  }
}

extension WorldState {
  func secretIndex(arn: String) throws(ServiceFailure) -> Int {
    guard let index = secrets.firstIndex(where: { $0.arn == arn }) else {
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "Secrets Manager can't find the specified secret."
      )
    }
    return index
  }
}
