import FoundationEssentials

/// What must be known of an event to answer it at all: where to, and what the answer repeats.
struct Envelope: Sendable {
  let address: ResponseAddress
  let addressee: CustomResourceAnswer.Addressee
  /// The resource's id, where it has one yet.
  let physicalID: String?

  /// Reads the envelope of an event.
  ///
  /// - Parameters:
  ///   - invocation: What Lambda delivered.
  ///   - other: Host and port of a simulated bucket, which may then get the answer.
  /// - Throws: ``Refusal`` where nothing may be answered.
  init(_ invocation: Invocation, or other: String?) throws(Refusal) {
    let wire: Wire
    do {
      wire = try JSONDecoder().decode(Wire.self, from: Data(invocation.body))
    } catch {
      throw Refusal("not the event of a custom resource")
    }
    address = try ResponseAddress(wire.responseURL, function: invocation.function, or: other)
    addressee = CustomResourceAnswer.Addressee(
      stackID: wire.stackID,
      requestID: wire.requestID,
      logicalID: wire.logicalID
    )
    physicalID = wire.physicalID
  }

  private struct Wire: Decodable {
    let responseURL: String
    let stackID: String
    let requestID: String
    let logicalID: String
    let physicalID: String?

    enum CodingKeys: String, CodingKey {
      case responseURL = "ResponseURL"
      case stackID = "StackId"
      case requestID = "RequestId"
      case logicalID = "LogicalResourceId"
      case physicalID = "PhysicalResourceId"
    }
  }
}
