import FoundationEssentials

/// `AWS::Logs::LogGroup`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct LogGroupKind: MomentaryKind {
  let type = "AWS::Logs::LogGroup"
  let service = "CloudWatchLogs"
  let schema = ResourceSchema(
    properties: [
      "BearerTokenAuthenticationEnabled", "DataProtectionPolicy", "DeletionProtectionEnabled", "FieldIndexPolicies",
      "KmsKeyId", "LogGroupClass", "LogGroupName", "ResourcePolicyDocument", "RetentionInDays", "Tags",
    ],
    createOnly: ["LogGroupName"]
  )

  /// Source: CloudWatch Logs API Reference, PutRetentionPolicy.
  private static let retentions: Set<Int> = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
  ]

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let name = request.properties.text("LogGroupName") ?? request.generatedName(limit: 512)
    guard state.logs.group(name, account: request.account, region: request.region) == nil else {
      throw ServiceFailure(
        code: "ResourceAlreadyExistsException",
        message: "Resource of type 'AWS::Logs::LogGroup' with identifier '{\"/properties/LogGroupName\":\"\(name)\"}' "
          + "already exists."
      )
    }
    var group = LogStore.Group(name: name, account: request.account, region: request.region, createdAt: now)
    try set(request, on: &group)
    state.logs.put(group)
    return Self.state(of: group)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    guard var group = state.logs.group(resource.physicalID, account: request.account, region: request.region) else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified log group does not exist.")
    }
    try set(request, on: &group)
    state.logs.put(group)
    return Self.state(of: group)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.logs.remove(resource.physicalID, account: request.account, region: request.region)
  }

  private func set(_ request: ResourceRequest, on group: inout LogStore.Group) throws(ServiceFailure) {
    let retention = request.properties.integer("RetentionInDays")
    if let retention, !Self.retentions.contains(retention) {
      throw ServiceFailure(
        code: "InvalidParameterException",
        message: "1 validation error detected: Value '\(retention)' at 'retentionInDays' failed to satisfy constraint: "
          + "Member must satisfy enum value set: \(Self.retentions.sorted())"
      )
    }
    group.retentionInDays = retention
    group.kmsKeyARN = request.properties.text("KmsKeyId")
    group.tags = request.tags()
  }

  private static func state(of group: LogStore.Group) -> ResourceState {
    // The attribute names the group's streams too, as the service itself prints ARNs.
    ResourceState(physicalID: group.name, attributes: ["Arn": .string(group.arn + ":*")])
  }
}
