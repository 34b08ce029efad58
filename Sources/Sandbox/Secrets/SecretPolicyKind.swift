import FoundationEssentials

/// `AWS::SecretsManager::ResourcePolicy`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct SecretPolicyKind: MomentaryKind {
  let type = "AWS::SecretsManager::ResourcePolicy"
  let service = "SecretsManager"
  let schema = ResourceSchema(
    properties: ["BlockPublicPolicy", "ResourcePolicy", "SecretId"],
    required: ["ResourcePolicy", "SecretId"],
    createOnly: ["SecretId"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let secret = request.properties.text("SecretId") ?? ""
    try write(request, secret: secret, &state)
    return ResourceState(physicalID: secret, attributes: ["Id": .string(secret)])
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try write(request, secret: resource.physicalID, &state)
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard let index = state.secrets.firstIndex(where: { $0.arn == resource.physicalID }) else { return }
    state.secrets[index].policy = nil
  }

  private func write(
    _ request: ResourceRequest,
    secret: String,
    _ state: inout WorldState
  ) throws(ServiceFailure) {
    let index = try state.secretIndex(arn: secret)
    state.secrets[index].policy = try SecretRecord.policy(request.properties.policy("ResourcePolicy"))
  }
}

extension SecretRecord {
  /// - Throws: `MalformedPolicyDocumentException`.
  static func policy(_ text: String) throws(ServiceFailure) -> PolicyDocument {
    do {
      return try PolicyDocument(text, for: .resource)
    } catch {
      throw ServiceFailure(
        code: "MalformedPolicyDocumentException",
        message: "This resource policy contains syntax errors: \(error.message)"
      )
    }
  }
}
