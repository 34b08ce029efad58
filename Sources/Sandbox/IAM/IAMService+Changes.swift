import FoundationEssentials

/// What administrators change by hand, past any stack.
extension IAMService {
  static let changes: Set<String> = [
    "CreateRole", "DeleteRole", "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy",
    "DetachRolePolicy", "CreatePolicy", "DeletePolicy",
  ]

  func change(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> Body {
    guard Self.changes.contains(operation) else { throw .unknownOperation(.query, operation) }
    guard caller.access == .write else { throw .denied(.query, caller.arn, "iam:\(operation)") }
    switch operation {
    case "CreateRole": return try createRole(&state)
    case "CreatePolicy": return try createPolicy(&state)
    case "DeletePolicy": try state.iam.deletePolicy(try input.required("PolicyArn"))
    default: try changeRole(operation, &state.iam)
    }
    return { _ in }
  }

  private func createRole(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let role = try state.iam.create(
      RoleDraft(
        name: try input.required("RoleName"),
        path: input.string("Path") ?? "/",
        account: caller.account,
        partition: Partition(region: region).name,
        trust: try input.required("AssumeRolePolicyDocument"),
        description: input.string("Description"),
        maxSessionDuration: try input.integer("MaxSessionDuration", in: 3_600...43_200) ?? 3_600,
        boundary: input.string("PermissionsBoundary"),
        tags: input.structures("Tags").map {
          ResourceTag(key: $0.string("Key") ?? "", value: $0.string("Value") ?? "")
        }
      ),
      at: now
    )
    let iam = state.iam
    return { $0.element("Role") { IAMView(iam).write(role, isWhole: true, to: &$0) } }
  }

  private func createPolicy(_ state: inout WorldState) throws(ServiceFailure) -> Body {
    let policy = try state.iam.createPolicy(
      try input.required("PolicyName"),
      path: input.string("Path") ?? "/",
      document: try input.required("PolicyDocument"),
      description: input.string("Description"),
      account: caller.account,
      partition: Partition(region: region).name,
      at: now
    )
    let iam = state.iam
    return { $0.element("Policy") { IAMView(iam).write(policy, to: &$0) } }
  }

  private func changeRole(_ operation: String, _ iam: inout IAMState) throws(ServiceFailure) {
    let role = try existingRole(iam)
    guard !role.isServiceLinked else {
      throw ServiceFailure(
        code: "UnmodifiableEntity",
        message: "Cannot perform the operation on the protected role '\(role.name)'"
      )
    }
    switch operation {
    case "DeleteRole": try iam.deleteRole(role.name, account: role.account)
    case "UpdateAssumeRolePolicy":
      try iam.setTrust(try input.required("PolicyDocument"), of: role.name, account: role.account, at: now)
    case "PutRolePolicy":
      try iam.putInlinePolicy(
        try input.required("PolicyDocument"),
        named: try input.required("PolicyName"),
        role: role.name,
        account: role.account
      )
    case "DeleteRolePolicy":
      let name = try input.required("PolicyName")
      guard role.inlinePolicies.contains(where: { $0.name == name }) else {
        throw .missing("The role policy with name \(name) cannot be found.")
      }
      iam.removeInlinePolicy(name, role: role.name, account: role.account)
    case "AttachRolePolicy": try iam.attach(try input.required("PolicyArn"), to: role.name, account: role.account)
    default:
      let arn = try input.required("PolicyArn")
      guard role.attachedPolicies.contains(arn) else { throw .missing("Policy \(arn) was not found.") }
      iam.detach(arn, from: role.name, account: role.account)
    }
  }
}
