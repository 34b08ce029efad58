import FoundationEssentials

/// `AWS::Lambda::Permission`: one statement of a function's policy; every change makes a new one.
struct FunctionPermissionKind: ResourceKind {
  let type = "AWS::Lambda::Permission"
  let schema = ResourceSchema(
    required: ["Action", "FunctionName", "Principal"],
    createOnly: [
      "Action", "EventSourceToken", "FunctionName", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "Principal",
      "PrincipalOrgID", "SourceAccount", "SourceArn",
    ]
  )

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let id = request.generatedName(limit: 100)
    let properties = request.properties
    try await request.lambda { (state: inout WorldState, _: Date) throws(ServiceFailure) in
      let statement = FunctionPolicy.Statement(
        id: id,
        action: properties.text("Action") ?? "",
        principal: properties.text("Principal") ?? "",
        organization: properties.text("PrincipalOrgID"),
        sourceARN: properties.text("SourceArn"),
        sourceAccount: properties.text("SourceAccount")
      )
      try state.addPermission(statement, to: try request.function())
    }
    return ResourceState(physicalID: id, attributes: ["Id": .string(id)])
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    state
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await request.lambda { (world: inout WorldState, _: Date) throws(ServiceFailure) in
      let function = try request.function()
      let policy = world.functions[function.arn]?.policies[function.qualifier ?? ""]
      guard let policy, policy.statements.contains(where: { $0.id == state.physicalID }) else { return }
      try world.removePermission(state.physicalID, from: function)
    }
  }
}
