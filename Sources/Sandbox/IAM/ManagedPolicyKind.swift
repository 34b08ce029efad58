import FoundationEssentials

/// `AWS::IAM::ManagedPolicy`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct ManagedPolicyKind: MomentaryKind {
  let type = "AWS::IAM::ManagedPolicy"
  let service = "Iam"
  let schema = ResourceSchema(
    properties: [
      "Description", "Groups", "ManagedPolicyName", "Path", "PolicyDocument", "Roles", "Users",
    ],
    required: ["PolicyDocument"],
    createOnly: ["Description", "ManagedPolicyName", "Path"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let properties = request.properties
    var iam = state.iam
    let policy = try iam.createPolicy(
      properties.text("ManagedPolicyName") ?? request.generatedName(limit: 128),
      path: properties.text("Path") ?? "/",
      document: properties.policy("PolicyDocument"),
      description: properties.text("Description"),
      account: request.account,
      partition: request.partition,
      at: now
    )
    for role in properties.texts("Roles") { try iam.attach(policy.arn, to: role, account: request.account) }
    state.iam = iam
    return Self.state(of: policy)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let arn = resource.physicalID
    var iam = state.iam
    try iam.setDocument(request.properties.policy("PolicyDocument"), ofPolicy: arn, at: now)
    let roles = request.properties.texts("Roles")
    for role in old.texts("Roles") where !roles.contains(role) {
      iam.detach(arn, from: role, account: request.account)
    }
    for role in roles { try iam.attach(arn, to: role, account: request.account) }
    state.iam = iam
    return Self.state(of: try iam.existingPolicy(arn))
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard state.iam.policy(arn: resource.physicalID) != nil else { return }
    for role in request.properties.texts("Roles") {
      state.iam.detach(resource.physicalID, from: role, account: request.account)
    }
    try state.iam.deletePolicy(resource.physicalID)
  }

  private static func state(of policy: ManagedPolicyRecord) -> ResourceState {
    ResourceState(
      physicalID: policy.arn,
      attributes: [
        "PolicyArn": .string(policy.arn),
        "PolicyId": .string(policy.uniqueID),
        "DefaultVersionId": .string(policy.defaultVersion?.id ?? ""),
      ]
    )
  }
}
