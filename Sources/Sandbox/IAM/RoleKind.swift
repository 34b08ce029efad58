import FoundationEssentials

/// `AWS::IAM::Role`.
///
/// Source of schema and return values: CloudFormation resource schema of the type.
struct RoleKind: MomentaryKind {
  let type = "AWS::IAM::Role"
  let service = "Iam"
  let schema = ResourceSchema(
    properties: [
      "AssumeRolePolicyDocument", "Description", "ManagedPolicyArns", "MaxSessionDuration", "Path",
      "PermissionsBoundary", "Policies", "RoleName", "Tags",
    ],
    required: ["AssumeRolePolicyDocument"],
    createOnly: ["Path", "RoleName"]
  )

  func create(
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let properties = request.properties
    var iam = state.iam
    let role = try iam.create(
      RoleDraft(
        name: properties.text("RoleName") ?? request.generatedName(limit: 64),
        path: properties.text("Path") ?? "/",
        account: request.account,
        partition: request.partition,
        trust: properties.policy("AssumeRolePolicyDocument"),
        description: properties.text("Description"),
        maxSessionDuration: properties.integer("MaxSessionDuration") ?? 3_600,
        boundary: properties.text("PermissionsBoundary"),
        tags: request.tags()
      ),
      at: now
    )
    try writePolicies(of: role, from: TemplateObject(), to: properties, in: &iam)
    // All or nothing: a role that could not get its policies is not left behind.
    state.iam = iam
    return Self.state(of: role)
  }

  func update(
    _ resource: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> ResourceState {
    let properties = request.properties
    let account = request.account
    var iam = state.iam
    try iam.setTrust(
      properties.policy("AssumeRolePolicyDocument"),
      of: resource.physicalID,
      account: account,
      at: now
    )
    try iam.setBoundary(properties.text("PermissionsBoundary"), of: resource.physicalID, account: account)
    var role = try iam.existingRole(resource.physicalID, account: account)
    role.description = properties.text("Description")
    role.maxSessionDuration = properties.integer("MaxSessionDuration") ?? 3_600
    role.tags = request.tags()
    iam.put(role)
    try writePolicies(of: role, from: old, to: properties, in: &iam)
    state.iam = iam
    return Self.state(of: role)
  }

  func delete(
    _ resource: ResourceState,
    _ request: ResourceRequest,
    _ state: inout WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    guard let role = state.iam.role(resource.physicalID, account: request.account) else { return }
    try writePolicies(of: role, from: request.properties, to: TemplateObject(), in: &state.iam)
    try state.iam.deleteRole(role.name, account: role.account)
  }

  /// Takes away what only the old properties name, and writes what the new ones say.
  private func writePolicies(
    of role: RoleRecord,
    from old: TemplateObject,
    to new: TemplateObject,
    in iam: inout IAMState
  ) throws(ServiceFailure) {
    let attached = new.texts("ManagedPolicyArns")
    for arn in old.texts("ManagedPolicyArns") where !attached.contains(arn) {
      iam.detach(arn, from: role.name, account: role.account)
    }
    for arn in attached { try iam.attach(arn, to: role.name, account: role.account) }
    let inline = new.list("Policies").compactMap(\.object)
    let names = inline.compactMap { $0.text("PolicyName") }
    for name in old.list("Policies").compactMap({ $0.object?.text("PolicyName") }) where !names.contains(name) {
      iam.removeInlinePolicy(name, role: role.name, account: role.account)
    }
    for (policy, name) in zip(inline, names) {
      try iam.putInlinePolicy(
        policy.policy("PolicyDocument"),
        named: name,
        role: role.name,
        account: role.account
      )
    }
  }

  private static func state(of role: RoleRecord) -> ResourceState {
    ResourceState(
      physicalID: role.name,
      attributes: ["Arn": .string(role.arn), "RoleId": .string(role.uniqueID)]
    )
  }
}

extension TemplateObject {
  /// A policy as JSON, whether it was written as an object or as a text.
  func policy(_ name: String) -> String {
    guard let value = self[name] else { return "{}" }
    return value.text ?? value.json()
  }
}
