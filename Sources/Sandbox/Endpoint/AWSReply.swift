/// An answer in the form of the service's protocol.
struct AWSReply {
  let reply: LoopbackReply

  init(body: [UInt8], wire: ServiceFailure.Wire, requestID: String) {
    reply = Self.reply(status: 200, wire: wire, requestID: requestID, body: body)
  }

  /// An error: JSON with `__type`, or XML `ErrorResponse`.
  init(failure: ServiceFailure, wire: ServiceFailure.Wire, namespace: String, requestID: String = "none") {
    let body =
      switch wire {
      case .json:
        JSONWriter.document { json in
          json.member("__type", failure.code)
          // AWS's services write it either way, and a client has to read both.
          json.member(failure.reason == nil ? "message" : "Message", failure.message)
          json.member("Reason", failure.reason)
        }
      case .query: XMLWriter.failure(failure, namespace: namespace, requestID: requestID)
      }
    reply = Self.reply(status: failure.status, wire: wire, requestID: requestID, body: body)
  }

  private static func reply(status: Int, wire: ServiceFailure.Wire, requestID: String, body: [UInt8]) -> LoopbackReply {
    LoopbackReply(
      status: status,
      contentType: wire == .json ? "application/x-amz-json-1.1" : "text/xml",
      headers: [(name: "x-amzn-RequestId", value: requestID)],
      body: body
    )
  }
}
