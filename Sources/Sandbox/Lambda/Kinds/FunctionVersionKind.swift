import FoundationEssentials

/// `AWS::Lambda::Version`: it freezes the function as it is when the resource is made, and never changes.
struct FunctionVersionKind: ResourceKind {
  let type = "AWS::Lambda::Version"
  let schema = ResourceSchema(
    required: ["FunctionName"],
    createOnly: ["FunctionName", "CodeSha256", "Description", "ProvisionedConcurrencyConfig", "RuntimePolicy"]
  )

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    let (version, isNew) = try await request.lambda {
      (state: inout WorldState, now: Date) throws(ServiceFailure) -> (FunctionVersion, isNew: Bool) in
      let function = try request.function()
      guard let record = state.functions[function.arn] else { throw .noFunction(function.arn) }
      if let wanted = request.properties.text("CodeSha256"), wanted != record.latest.code.sha256 {
        throw .lambda(
          "CodeSHA256 (\(wanted)) is different from current CodeSHA256 in $LATEST (\(record.latest.code.sha256))."
        )
      }
      let description = request.properties.text("Description")
      guard let version = state.publish(function.arn, description: description, now) else {
        throw .noFunction(function.arn)
      }
      return version
    }
    guard isNew else {
      throw .handler(
        "A version for this Lambda function exists ( \(version.number) ). Modify the function to create a new version.",
        code: "AlreadyExists",
        request
      )
    }
    return ResourceState(
      physicalID: version.qualifiedARN,
      attributes: ["Version": .string(version.number), "FunctionArn": .string(version.qualifiedARN)]
    )
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
      let version = try FunctionReference(state.physicalID, account: request.account, region: request.region)
      guard world.functions[version.arn]?.version(version.qualifier) != nil else { return }
      try world.deleteFunction(version)
    }
  }
}
