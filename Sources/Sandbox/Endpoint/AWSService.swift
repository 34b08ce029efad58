import FoundationEssentials

/// A service of AWS behind the one endpoint: how calls to it are recognised, and who answers them.
///
/// A new one is a value in a file of its own and a line in ``all``.
struct AWSService: Sendable {
  /// How a request says which service and operation it is for.
  enum Key: Sendable {
    /// What stands before the operation in `X-Amz-Target`.
    case target(String)
    /// The `Version` of a form with an `Action`.
    case version(String)
    /// Method and path, for the service that the request is signed for.
    case routes([RESTRoute])
  }

  typealias Answer = @Sendable (ServiceCall) async throws(ServiceFailure) -> LoopbackReply

  /// The name in signatures, faults and rates.
  let name: String
  let wire: ServiceFailure.Wire
  let key: Key
  /// What a fault may strike.
  let operations: Set<String>
  /// Of its XML; empty without.
  var namespace = ""
  /// Operations that carry no signature.
  var unsigned: Set<String> = []
  let answer: Answer
}

// MARK: Services that look at the world at one moment

extension AWSService {
  /// A service of JSON bodies (`awsJson1_1`, or `awsJson1_0` where `contentType` says so).
  static func json(
    _ name: String,
    target: String,
    operations: Set<String>,
    contentType: String = "application/x-amz-json-1.1",
    _ body: @escaping @Sendable (ServiceCall, inout WorldState, Date) throws(ServiceFailure) -> [UInt8]
  ) -> AWSService {
    AWSService(name: name, wire: .json, key: .target(target), operations: operations) {
      (call: ServiceCall) async throws(ServiceFailure) -> LoopbackReply in
      let bytes = try await call.world.perform {
        (state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in try body(call, &state, now)
      }
      return LoopbackReply(status: 200, contentType: contentType, body: bytes)
    }
  }

  /// A service of forms and XML; with `wire` ``ServiceFailure/Wire/ec2`` answers have no `…Result` inside.
  static func query(
    _ name: String,
    wire: ServiceFailure.Wire = .query,
    version: String,
    namespace: String,
    operations: Set<String>,
    unsigned: Set<String> = [],
    _ body:
      @escaping @Sendable (ServiceCall, inout WorldState, Date) throws(ServiceFailure) -> (inout XMLWriter) -> Void
  ) -> AWSService {
    AWSService(
      name: name,
      wire: wire,
      key: .version(version),
      operations: operations,
      namespace: namespace,
      unsigned: unsigned
    ) { (call: ServiceCall) async throws(ServiceFailure) -> LoopbackReply in
      let bytes = try await call.world.perform {
        (state: inout WorldState, now: Date) throws(ServiceFailure) -> [UInt8] in
        let write = wire == .ec2 ? XMLWriter.bareResponse : XMLWriter.response
        return write(call.operation, namespace, call.requestID, try body(call, &state, now))
      }
      return LoopbackReply(status: 200, contentType: "text/xml", body: bytes)
    }
  }
}
