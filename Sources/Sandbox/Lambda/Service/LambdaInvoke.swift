import FoundationEssentials

/// The operation Invoke: waits for the answer, or only hands the event over.
struct LambdaInvoke {
  let call: ServiceCall

  /// What an event may hold: 6 MB with an answer, 1 MB without.
  private static let largest = ["RequestResponse": 6_291_556, "Event": 1_048_576]

  func answer() async throws(ServiceFailure) -> LoopbackReply {
    let caller = try call.caller()
    guard caller.access == .write else { throw .denied(.restJSON, caller.arn, "lambda:InvokeFunction") }
    let function = try FunctionReference(
      call.label("FunctionName"),
      qualifier: call.request.queryValue("Qualifier"),
      account: caller.account,
      region: call.region
    )
    let payload = call.request.body.isEmpty ? Array("{}".utf8) : call.request.body
    let type = call.request.header("x-amz-invocation-type") ?? "RequestResponse"
    if let limit = Self.largest[type], payload.count > limit {
      throw ServiceFailure(
        code: "RequestTooLargeException",
        message: "Request must be smaller than \(limit) bytes for the InvokeFunction operation",
        status: 413
      )
    }
    guard JSONValue(payload) != nil else {
      throw ServiceFailure(code: "InvalidRequestContentException", message: "Could not parse request body into json")
    }
    let world = call.world
    let invoker = await world.perform { state, _ in state.invoker(arn: caller.arn, account: caller.account) }
    switch type {
    case "DryRun":
      try await world.check(function, for: invoker)
      return LoopbackReply(status: 204)
    case "Event":
      try await world.send(payload, to: function, by: invoker)
      return LoopbackReply(status: 202)
    case "RequestResponse":
      world.clock.begin()
      defer { world.clock.end() }
      let (result, version) = try await world.invoke(function, payload, by: invoker)
      return reply(result, version)
    default: throw .lambda("InvocationType \(type) is none of Event, RequestResponse, DryRun")
    }
  }

  private func reply(_ result: InvocationResult, _ version: FunctionVersion) -> LoopbackReply {
    var reply = LoopbackReply(status: 200, contentType: "application/json", body: result.payload)
    reply.headers.append((name: "X-Amz-Executed-Version", value: version.number))
    if let error = result.error { reply.headers.append((name: "X-Amz-Function-Error", value: error)) }
    if call.request.header("x-amz-log-type") == "Tail" {
      let log = Array(result.log.map { $0 + "\n" }.joined().utf8.suffix(4_096))
      reply.headers.append((name: "X-Amz-Log-Result", value: Data(log).base64EncodedString()))
    }
    return reply
  }
}
