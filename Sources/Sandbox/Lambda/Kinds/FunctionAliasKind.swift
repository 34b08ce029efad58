import FoundationEssentials

/// `AWS::Lambda::Alias`.
struct FunctionAliasKind: ResourceKind {
  let type = "AWS::Lambda::Alias"
  let schema = ResourceSchema(
    required: ["FunctionName", "FunctionVersion", "Name"],
    createOnly: ["FunctionName", "Name"]
  )

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let arn = try await request.lambda { (state: inout WorldState, _: Date) throws(ServiceFailure) -> String in
      let function = try request.function()
      let alias = try state.createAlias(
        Self.name(request),
        of: function.arn,
        version: Self.version(request),
        description: request.properties.text("Description") ?? ""
      )
      return "\(function.arn):\(alias.name)"
    }
    return ResourceState(physicalID: arn, attributes: ["AliasArn": .string(arn)])
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    try await request.lambda(physicalID: state.physicalID) {
      (world: inout WorldState, _: Date) throws(ServiceFailure) in
      _ = try world.updateAlias(
        Self.name(request),
        of: try request.function().arn,
        version: Self.version(request),
        description: request.properties.text("Description") ?? ""
      )
    }
    return state
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await request.lambda { (world: inout WorldState, _: Date) throws(ServiceFailure) in
      world.deleteAlias(Self.name(request), of: try request.function().arn)
    }
  }

  private static func name(_ request: ResourceRequest) -> String { request.properties.text("Name") ?? "" }

  private static func version(_ request: ResourceRequest) -> String {
    request.properties.text("FunctionVersion") ?? ""
  }
}
