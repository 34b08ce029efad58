/// An error in the form of the service's protocol.
enum AWSReply {
  /// The header that names the request, and what S3 calls it.
  static func requestIDHeader(_ wire: ServiceFailure.Wire) -> String {
    wire == .restXML ? "x-amz-request-id" : "x-amzn-RequestId"
  }

  static func failure(
    _ failure: ServiceFailure,
    wire: ServiceFailure.Wire,
    namespace: String,
    requestID: String = "none"
  ) -> LoopbackReply {
    var reply = LoopbackReply(
      status: failure.status,
      contentType: contentType(wire),
      headers: [(name: requestIDHeader(wire), value: requestID)],
      body: body(of: failure, wire, namespace, requestID)
    )
    // REST-JSON tells the code in a header alone.
    if wire == .restJSON { reply.headers.append((name: "x-amzn-ErrorType", value: failure.code)) }
    return reply
  }

  private static func contentType(_ wire: ServiceFailure.Wire) -> String {
    switch wire {
    case .json: "application/x-amz-json-1.1"
    case .restJSON: "application/json"
    case .query, .ec2: "text/xml"
    case .restXML: "application/xml"
    }
  }

  private static func body(
    of failure: ServiceFailure,
    _ wire: ServiceFailure.Wire,
    _ namespace: String,
    _ requestID: String
  ) -> [UInt8] {
    switch wire {
    case .json:
      JSONWriter.document { json in
        json.member("__type", failure.code)
        // AWS's services write it either way, and a client has to read both.
        json.member(failure.reason == nil ? "message" : "Message", failure.message)
        json.member("Reason", failure.reason)
      }
    case .restJSON:
      JSONWriter.document { json in
        json.member("Type", failure.status >= 500 ? "Service" : "User")
        json.member("Message", failure.message)
      }
    case .query: XMLWriter.failure(failure, namespace: namespace, requestID: requestID)
    case .ec2: XMLWriter.computeFailure(failure, requestID: requestID)
    case .restXML: XMLWriter.storageFailure(failure, requestID: requestID)
    }
  }
}
