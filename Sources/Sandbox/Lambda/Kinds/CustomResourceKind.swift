import FoundationEssentials

/// `Custom::…` and `AWS::CloudFormation::CustomResource`: a function does the work and answers at a pre-signed address.
///
/// Source: CloudFormation User Guide, "Custom resource request objects" and "Custom resource response objects".
struct CustomResourceKind: ResourceKind {
  let type = ResourceKinds.customResource
  let schema = ResourceSchema(required: ["ServiceToken"])

  private static let longestWait = 3_600

  func change(from old: TemplateObject, to new: TemplateObject) -> ResourceChange {
    old["ServiceToken"] == new["ServiceToken"] ? .inPlace : .refused("Modifying service token is not allowed.")
  }

  func create(_ request: ResourceRequest) async throws(ResourceFailure) -> ResourceState {
    // What stands for the resource until its function has named it, so that it can be deleted.
    let makeshift = request.generatedName()
    let event = CustomResourceEvent(kind: .create, request: request)
    return try await exchange(event, request, makeshiftID: makeshift)
  }

  func update(
    _ state: ResourceState,
    from old: TemplateObject,
    _ request: ResourceRequest
  ) async throws(ResourceFailure) -> ResourceState {
    let event = CustomResourceEvent(kind: .update(state.physicalID, old), request: request)
    return try await exchange(event, request, makeshiftID: state.physicalID)
  }

  func delete(_ state: ResourceState, _ request: ResourceRequest) async throws(ResourceFailure) {
    let event = CustomResourceEvent(kind: .delete(state.physicalID), request: request)
    _ = try await exchange(event, request, makeshiftID: state.physicalID)
  }

  // MARK: Asking the function

  private func exchange(
    _ event: CustomResourceEvent,
    _ request: ResourceRequest,
    makeshiftID: String
  ) async throws(ResourceFailure) -> ResourceState {
    let limit = try Self.limit(request)
    let world = request.world
    let authority = await world.executions.addresses?.authority ?? "127.0.0.1"
    let address = world.answers.open(request, authority: authority, lifetime: limit)
    try await send(event.json(responseURL: address.url), request)
    guard let bytes = await world.answers.answer(at: address, within: limit) else {
      guard !Task.isCancelled else { throw .cancelled(physicalID: makeshiftID) }
      throw ResourceFailure(
        reason: "CloudFormation did not receive a response from your Custom Resource. Please check your logs for "
          + "requestId [\(request.requestID)]. If you are using the Python cfn-response module, you may need to update "
          + "your Lambda function code so that CloudFormation can attach the updated version.",
        physicalID: makeshiftID
      )
    }
    return try CustomResourceAnswer(bytes, request, makeshiftID: makeshiftID).state()
  }

  private func send(_ event: [UInt8], _ request: ResourceRequest) async throws(ResourceFailure) {
    let world = request.world
    do throws(ServiceFailure) {
      let function = try Self.function(request)
      let arn = "arn:\(request.partition):sts::\(request.account):assumed-role/AWSCloudFormation/AWSCloudFormation"
      let invoker = await world.perform { state, _ in state.invoker(arn: arn, account: request.account) }
      try await world.send(event, to: function, by: invoker)
    } catch {
      throw ResourceFailure(
        reason:
          "\(error.message) (Service: AWSLambdaInternal; Status Code: \(error.status); Error Code: \(error.code); "
          + "Request ID: \(request.requestID); Proxy: null)"
      )
    }
  }

  /// A function's ARN in the stack's own region; topics are not simulated.
  private static func function(_ request: ResourceRequest) throws(ServiceFailure) -> FunctionReference {
    let token = request.properties.text("ServiceToken") ?? ""
    guard token.contains(":lambda:"),
      let function = try? FunctionReference(token, account: request.account, region: request.region),
      function.region == request.region
    else { throw ServiceFailure(code: "InvalidParameterException", message: "Invalid service token.") }
    return function
  }

  private static func limit(_ request: ResourceRequest) throws(ResourceFailure) -> Duration {
    guard let text = request.properties.text("ServiceTimeout") else { return .seconds(longestWait) }
    guard let seconds = Int(text), (1...longestWait).contains(seconds) else {
      throw ResourceFailure(reason: "ServiceTimeout must be an integer between 1 and \(longestWait)")
    }
    return .seconds(seconds)
  }
}
