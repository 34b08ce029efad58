import FoundationEssentials

/// `AWS::SecretsManager::RotationSchedule`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct RotationScheduleKind: MomentaryKind {
  let type = "AWS::SecretsManager::RotationSchedule"
  let service = "SecretsManager"
  let schema = ResourceSchema(
    properties: [
      "ExternalSecretRotationMetadata", "ExternalSecretRotationRoleArn", "HostedRotationLambda",
      "RotateImmediatelyOnUpdate", "RotationLambdaARN", "RotationRules", "SecretId",
    ],
    required: ["SecretId"],
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

  /// Rotation is cancelled, the secret stays.
  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard let index = state.secrets.firstIndex(where: { $0.arn == resource.physicalID }) else { return }
    state.secrets[index].rotation?.isEnabled = false
  }

  private func write(
    _ request: ResourceRequest,
    secret: String,
    _ state: inout WorldState
  ) throws(ServiceFailure) {
    let index = try state.secretIndex(arn: secret)
    let rules = request.properties.object("RotationRules") ?? TemplateObject()
    guard request.properties["RotationLambdaARN"] != nil || request.properties["HostedRotationLambda"] != nil else {
      throw ServiceFailure(
        code: "InvalidRequestException",
        message: "No Lambda rotation function ARN is associated with this secret."
      )
    }
    state.secrets[index].rotation = SecretRecord.Rotation(
      function: request.properties.text("RotationLambdaARN"),
      automaticallyAfterDays: rules.integer("AutomaticallyAfterDays"),
      duration: rules.text("Duration"),
      scheduleExpression: rules.text("ScheduleExpression"),
      lastRotatedAt: state.secrets[index].rotation?.lastRotatedAt
    )
  }
}
