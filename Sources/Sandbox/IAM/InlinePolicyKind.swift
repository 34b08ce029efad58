import FoundationEssentials

/// `AWS::IAM::Policy`: an inline policy of one or more roles.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct InlinePolicyKind: MomentaryKind {
  let type = "AWS::IAM::Policy"
  let service = "Iam"
  let schema = ResourceSchema(
    properties: ["Groups", "PolicyDocument", "PolicyName", "Roles", "Users"],
    required: ["PolicyDocument", "PolicyName"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try write(request, &state)
    return ResourceState(physicalID: request.generatedName())
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    try write(request, &state)
    let name = request.properties.text("PolicyName")
    let roles = request.properties.texts("Roles")
    for role in old.texts("Roles") where !roles.contains(role) || old.text("PolicyName") != name {
      state.iam.removeInlinePolicy(old.text("PolicyName") ?? "", role: role, account: request.account)
    }
    return resource
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    for role in request.properties.texts("Roles") {
      let name = request.properties.text("PolicyName") ?? ""
      state.iam.removeInlinePolicy(name, role: role, account: request.account)
    }
  }

  private func write(_ request: ResourceRequest, _ state: inout WorldState) throws(ServiceFailure) {
    let roles = request.properties.texts("Roles")
    guard !roles.isEmpty else {
      throw .validation("At least one of [Groups,Roles,Users] must be non-empty.")
    }
    var iam = state.iam
    for role in roles {
      try iam.putInlinePolicy(
        request.properties.policy("PolicyDocument"),
        named: request.properties.text("PolicyName") ?? "",
        role: role,
        account: request.account
      )
    }
    state.iam = iam
  }
}
