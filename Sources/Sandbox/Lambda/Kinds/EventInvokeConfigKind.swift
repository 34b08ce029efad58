import FoundationEssentials

/// `AWS::Lambda::EventInvokeConfig`.
struct EventInvokeConfigKind: ResourceKind {
  let type = "AWS::Lambda::EventInvokeConfig"
  let schema = ResourceSchema(required: ["FunctionName", "Qualifier"], createOnly: ["FunctionName", "Qualifier"])

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let function = try await put(request)
    return ResourceState(physicalID: "\(function.name)|\(function.qualifier ?? "")")
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    _ = try await put(request)
    return state
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    try await request.lambda { (world: inout WorldState, _: Date) throws(ServiceFailure) in
      let function = try Self.function(request)
      world.functions[function.arn]?.eventSettings[function.qualifier ?? FunctionVersion.latest] = nil
    }
  }

  private func put(_ request: ResourceRequest) async throws(ResourceFailure) -> FunctionReference {
    let input = request.input
    return try await request.lambda {
      (world: inout WorldState, now: Date) throws(ServiceFailure) -> FunctionReference in
      let function = try Self.function(request)
      guard world.functions[function.arn]?.version(function.qualifier) != nil else {
        throw .noFunction(function.qualifiedARN)
      }
      var settings = FunctionRecord.EventSettings(changedAt: now)
      try settings.apply(input)
      world.functions[function.arn]?.eventSettings[function.qualifier ?? FunctionVersion.latest] = settings
      return function
    }
  }

  private static func function(_ request: ResourceRequest) throws(ServiceFailure) -> FunctionReference {
    try request.function(qualifier: request.properties.text("Qualifier"))
  }
}
