import FoundationEssentials

/// `AWS::IAM::InstanceProfile`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct InstanceProfileKind: MomentaryKind {
  let type = "AWS::IAM::InstanceProfile"
  let service = "Iam"
  let schema = ResourceSchema(
    properties: ["InstanceProfileName", "Path", "Roles"],
    required: ["Roles"],
    createOnly: ["InstanceProfileName", "Path"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    var iam = state.iam
    let profile = try iam.createProfile(
      request.properties.text("InstanceProfileName") ?? request.generatedName(limit: 128),
      path: request.properties.text("Path") ?? "/",
      account: request.account,
      partition: request.partition,
      at: now
    )
    try iam.setRoles(request.properties.texts("Roles"), ofProfile: profile.name, account: request.account)
    state.iam = iam
    return Self.state(of: profile)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let roles = request.properties.texts("Roles")
    try state.iam.setRoles(roles, ofProfile: resource.physicalID, account: request.account)
    return Self.state(of: try state.iam.existingProfile(resource.physicalID, account: request.account))
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    state.iam.removeProfile(resource.physicalID, account: request.account)
  }

  private static func state(of profile: InstanceProfileRecord) -> ResourceState {
    ResourceState(physicalID: profile.name, attributes: ["Arn": .string(profile.arn)])
  }
}
