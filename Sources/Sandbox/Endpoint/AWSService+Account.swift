import FoundationEssentials

/// The services around a deployment of backup roles, each looked at for one moment.
extension AWSService {
  static let identity = query(
    "iam",
    version: "2010-05-08",
    namespace: IAMService.namespace,
    operations: IAMService.reads.union(IAMService.changes)
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void in
    try IAMService(input: call.query, caller: call.caller(), region: call.region, now: now)
      .answer(call.operation, &state)
  }

  static let compute = query(
    "ec2",
    wire: .ec2,
    version: "2016-11-15",
    namespace: NetworkService.namespace,
    operations: NetworkService.operations
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void in
    try NetworkService(input: call.query, caller: call.caller(), region: call.region).answer(call.operation, state)
  }

  static let monitoring = query(
    "monitoring",
    version: "2010-08-01",
    namespace: AlarmService.namespace,
    operations: AlarmService.operations
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void in
    try AlarmService(input: call.query, caller: call.caller(), region: call.region).answer(call.operation, state)
  }

  static let parameters = json(
    "ssm",
    target: "AmazonSSM",
    operations: ParameterService.operations
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try ParameterService(input: call.json, caller: call.caller(), region: call.region, now: now)
      .answer(call.operation, &state)
  }

  static let logs = json(
    "logs",
    target: "Logs_20140328",
    operations: LogService.operations
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try LogService(input: call.json, caller: call.caller(), region: call.region).answer(call.operation, state)
  }

  static let queues = json(
    "sqs",
    target: "AmazonSQS",
    operations: QueueService.operations,
    contentType: "application/x-amz-json-1.0"
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try QueueService(input: call.json, caller: call.caller(), region: call.region, now: now)
      .answer(call.operation, &state)
  }

  static let quotas = json(
    "servicequotas",
    target: "ServiceQuotasV20190624",
    operations: QuotaService.operations
  ) { (call: ServiceCall, state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
    try QuotaService(input: call.json, caller: call.caller(), region: call.region).answer(call.operation)
  }

  static let account = AWSService(
    name: "account",
    wire: .restJSON,
    key: .routes(AccountService.routes),
    operations: Set(AccountService.routes.map(\.operation))
  ) { (call: ServiceCall) async throws(ServiceFailure) -> LoopbackReply in
    let service = AccountService(input: try call.jsonBody(), caller: try call.caller(), region: call.region)
    let bytes = try await call.world.perform { (state: inout WorldState, _) throws(ServiceFailure) -> [UInt8] in
      try service.answer(call.operation, state)
    }
    return LoopbackReply(status: 200, contentType: "application/json", body: bytes)
  }
}
