import FoundationEssentials

/// AWS Lambda over one world at one moment; ``FunctionCalls`` runs the functions.
struct LambdaService {
  let call: ServiceCall
  let input: JSONInput
  let caller: Identity
  let now: Date

  init(_ call: ServiceCall, now: Date) throws(ServiceFailure) {
    self.call = call
    self.now = now
    caller = try call.caller()
    // What UpdateFunctionCode and CreateFunction carry is base64 in JSON; the others have small bodies or none.
    input = try call.jsonBody()
  }

  private static let reads: Set<String> = [
    "GetAccountSettings", "GetAlias", "GetFunction", "GetFunctionConcurrency", "GetFunctionConfiguration",
    "GetFunctionEventInvokeConfig", "GetPolicy", "ListAliases", "ListFunctions", "ListVersionsByFunction",
  ]

  func answer(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    guard caller.access == .write || Self.reads.contains(operation) else {
      throw .denied(.restJSON, caller.arn, "lambda:\(operation)")
    }
    switch operation {
    case "GetAccountSettings": return accountSettings(state)
    case "ListFunctions": return try list(state)
    case "CreateFunction": return try create(&state)
    case "GetFunction", "GetFunctionConfiguration", "UpdateFunctionCode", "UpdateFunctionConfiguration",
      "DeleteFunction", "PublishVersion", "ListVersionsByFunction":
      return try function(operation, &state)
    case "CreateAlias", "GetAlias", "UpdateAlias", "DeleteAlias", "ListAliases": return try alias(operation, &state)
    case "AddPermission", "RemovePermission", "GetPolicy": return try policy(operation, &state)
    case "PutFunctionConcurrency", "GetFunctionConcurrency", "DeleteFunctionConcurrency":
      return try concurrency(operation, &state)
    case "PutFunctionEventInvokeConfig", "GetFunctionEventInvokeConfig", "UpdateFunctionEventInvokeConfig",
      "DeleteFunctionEventInvokeConfig":
      return try eventSettings(operation, &state)
    default: throw .unknownOperation(.restJSON, operation)
    }
  }

  // MARK: Finding

  /// The function that the path names.
  func reference() throws(ServiceFailure) -> FunctionReference {
    try FunctionReference(
      call.label("FunctionName"),
      qualifier: call.request.queryValue("Qualifier"),
      account: caller.account,
      region: call.region
    )
  }

  /// - Throws: `ResourceNotFoundException` for a function or qualifier that is not there, and for other accounts'.
  func record(_ reference: FunctionReference, _ state: WorldState) throws(ServiceFailure) -> FunctionRecord {
    guard reference.account == caller.account, reference.region == call.region,
      let record = state.functions[reference.arn]
    else { throw .noFunction(reference.qualifiedARN) }
    if let qualifier = reference.qualifier, record.version(qualifier) == nil {
      throw .noFunction(reference.qualifiedARN)
    }
    return record
  }

  /// - Throws: `PreconditionFailedException` when the call is about another revision than there is.
  func check(_ revisionID: String?, against current: String) throws(ServiceFailure) {
    guard let revisionID, revisionID != current else { return }
    throw ServiceFailure(
      code: "PreconditionFailedException",
      message: "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
        + "retrieve the latest Revision Id",
      status: 412
    )
  }

  // MARK: Answering

  func reply(_ status: Int = 200, _ body: (inout JSONWriter) -> Void) -> LoopbackReply {
    LoopbackReply(status: status, contentType: "application/json", body: JSONWriter.document(body))
  }

  static var empty: LoopbackReply { LoopbackReply(status: 204) }

  func reply(_ status: Int, _ version: FunctionVersion, of record: FunctionRecord, _ qualifier: String?)
    -> LoopbackReply
  {
    reply(status) { view(record).write(version, qualifier: qualifier, to: &$0) }
  }

  func view(_ record: FunctionRecord) -> FunctionView {
    FunctionView(record: record, now: now, idleLimit: call.world.executions.options.idleLimit)
  }

  /// The next page of a list; Lambda calls its token a marker.
  func page(of count: Int, list: String) throws(ServiceFailure) -> Page {
    let size = call.request.queryValue("MaxItems").flatMap { Int($0) } ?? 50
    guard (1...10_000).contains(size),
      let page = Page(count: count, size: min(size, 50), token: call.request.queryValue("Marker"), list: list)
    else { throw .lambda("Invalid pagination marker") }
    return page
  }
}
