import FoundationEssentials

extension AWSService {
  static let storage = AWSService(
    name: "s3",
    wire: .restXML,
    key: .routes(StorageService.routes),
    operations: Set(StorageService.routes.map(\.operation))
  ) { (call: ServiceCall) async throws(ServiceFailure) -> LoopbackReply in
    let caller = try call.caller()
    return try await call.world.perform {
      (state: inout WorldState, now: Date) throws(ServiceFailure) -> LoopbackReply in
      try StorageService(
        request: call.request,
        bucketName: call.label("Bucket"),
        key: call.label("Key"),
        caller: caller,
        region: call.region,
        now: now
      ).answer(call.operation, &state)
    }
  }
}
