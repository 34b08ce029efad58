import FoundationEssentials

/// Who else may call a function, how often at once, and what becomes of events that fail.
extension LambdaService {
  // MARK: Policy

  func policy(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let reference = try reference()
    let record = try record(reference, state)
    let policy = record.policies[reference.qualifier ?? ""]
    switch operation {
    case "GetPolicy":
      guard let policy, !policy.statements.isEmpty else {
        throw ServiceFailure(
          code: "ResourceNotFoundException",
          message: "The resource you requested does not exist.",
          status: 404
        )
      }
      return reply {
        $0.member("Policy", policy.document(resource: reference.qualifiedARN))
        $0.member("RevisionId", policy.revisionID)
      }
    case "AddPermission":
      let statement = FunctionPolicy.Statement(
        id: input.string("StatementId") ?? "",
        action: input.string("Action") ?? "",
        principal: input.string("Principal") ?? "",
        organization: input.string("PrincipalOrgID"),
        sourceARN: input.string("SourceArn"),
        sourceAccount: input.string("SourceAccount")
      )
      if let policy { try check(input.string("RevisionId"), against: policy.revisionID) }
      try state.addPermission(statement, to: reference)
      return reply(201) { $0.member("Statement", FunctionPolicy.document(statement, resource: reference.qualifiedARN)) }
    default:
      if let policy { try check(call.request.queryValue("RevisionId"), against: policy.revisionID) }
      try state.removePermission(call.label("StatementId"), from: reference)
      return Self.empty
    }
  }

  // MARK: Concurrency

  func concurrency(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let record = try record(try reference(), state)
    switch operation {
    case "GetFunctionConcurrency":
      return reply { json in
        if let reserved = record.reservedConcurrency { json.member("ReservedConcurrentExecutions", reserved) }
      }
    case "PutFunctionConcurrency":
      guard let wanted = input.integer("ReservedConcurrentExecutions"), wanted >= 0 else {
        throw .lambda("ReservedConcurrentExecutions must be a number from 0 on")
      }
      try state.reserve(wanted, for: record.arn, of: call.world.executions.options.accountConcurrency)
      return reply { $0.member("ReservedConcurrentExecutions", wanted) }
    default:
      try state.reserve(nil, for: record.arn, of: call.world.executions.options.accountConcurrency)
      return Self.empty
    }
  }

  func accountSettings(_ state: WorldState) -> LoopbackReply {
    let own = state.functions.values.filter { $0.account == caller.account && $0.region == call.region }
    let limit = call.world.executions.options.accountConcurrency
    let reserved = own.reduce(0) { $0 + ($1.reservedConcurrency ?? 0) }
    return reply { json in
      json.member("AccountLimit") {
        $0.member("TotalCodeSize", 80_530_636_800)
        $0.member("CodeSizeUnzipped", 262_144_000)
        $0.member("CodeSizeZipped", 52_428_800)
        $0.member("ConcurrentExecutions", limit)
        $0.member("UnreservedConcurrentExecutions", limit - reserved)
      }
      json.member("AccountUsage") {
        $0.member("TotalCodeSize", own.reduce(0) { $0 + $1.latest.code.size })
        $0.member("FunctionCount", own.count)
      }
    }
  }

  // MARK: Events

  func eventSettings(_ operation: String, _ state: inout WorldState) throws(ServiceFailure) -> LoopbackReply {
    let reference = try reference()
    let record = try record(reference, state)
    let qualifier = reference.qualifier ?? FunctionVersion.latest
    let known = record.eventSettings[qualifier]
    let resource = "\(record.arn):\(qualifier)"
    if operation != "PutFunctionEventInvokeConfig", known == nil {
      throw ServiceFailure(
        code: "ResourceNotFoundException",
        message: "The function \(resource) doesn't have an EventInvokeConfig",
        status: 404
      )
    }
    if operation == "DeleteFunctionEventInvokeConfig" {
      state.functions[record.arn]?.eventSettings[qualifier] = nil
      return Self.empty
    }
    var settings = known ?? FunctionRecord.EventSettings(changedAt: now)
    if operation == "PutFunctionEventInvokeConfig" { settings = FunctionRecord.EventSettings(changedAt: now) }
    if operation != "GetFunctionEventInvokeConfig" {
      settings.changedAt = now
      try settings.apply(input)
      state.functions[record.arn]?.eventSettings[qualifier] = settings
    }
    return reply { json in
      json.member("LastModified", settings.changedAt.timeIntervalSince1970)
      json.member("FunctionArn", resource)
      json.member("MaximumRetryAttempts", settings.maximumRetries)
      json.member("MaximumEventAgeInSeconds", settings.maximumAge)
      json.member("DestinationConfig") {
        $0.member("OnSuccess") { $0.member("Destination", settings.onSuccess) }
        $0.member("OnFailure") { $0.member("Destination", settings.onFailure) }
      }
    }
  }
}

extension FunctionRecord.EventSettings {
  /// Puts what a call or a template says over the settings.
  mutating func apply(_ input: JSONInput) throws(ServiceFailure) {
    func number(_ name: String) -> Int? { input.integer(name) ?? input.string(name).flatMap { Int($0) } }
    if let retries = number("MaximumRetryAttempts") {
      guard (0...2).contains(retries) else { throw .lambda("MaximumRetryAttempts must be from 0 to 2") }
      maximumRetries = retries
    }
    if let age = number("MaximumEventAgeInSeconds") {
      guard (60...21_600).contains(age) else { throw .lambda("MaximumEventAgeInSeconds must be from 60 to 21600") }
      maximumAge = age
    }
    guard let destinations = input.object("DestinationConfig") else { return }
    onFailure = destinations.object("OnFailure")?.string("Destination")
    onSuccess = destinations.object("OnSuccess")?.string("Destination")
  }
}
