import FoundationEssentials

/// The Lambda runtime API over HTTP, version 2018-06-01.
///
/// Source: Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"; the header
/// `Lambda-Runtime-Invocation-Id` and status 410 came in July 2026.
struct RuntimeAPI: Sendable {
  /// Stands between host and API in `AWS_LAMBDA_RUNTIME_API` of the environments that the sandbox starts.
  static let prefix = "/environments/"
  /// More than an answer may have, so that one that is too large is told so.
  static let largestBody = 16 * 1_048_576
  private static let version = ["2018-06-01", "runtime"]

  let executions: Executions

  /// Answers on the address that all environments of ours share.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply {
    let parts = request.path.split(separator: "/").map(String.init)
    guard request.path.hasPrefix(Self.prefix), parts.count > 2 else { return Self.notFound }
    return await answer(request, Array(parts.dropFirst(2)), environment: parts[1])
  }

  /// Answers on an address that belongs to one environment.
  func answer(_ request: LoopbackRequest, environment: String) async -> LoopbackReply {
    await answer(request, request.path.split(separator: "/").map(String.init), environment: environment)
  }

  private func answer(_ request: LoopbackRequest, _ parts: [String], environment: String) async -> LoopbackReply {
    guard parts.prefix(2).elementsEqual(Self.version) else { return Self.notFound }
    let rest = Array(parts.dropFirst(2))
    switch (request.method, rest.count) {
    case ("GET", 2) where rest == ["invocation", "next"]: return await next(environment)
    case ("POST", 2) where rest == ["init", "error"]:
      return Self.reply(to: await executions.initializationFailed(in: environment, request.body))
    case ("POST", 3) where rest[0] == "invocation" && ["response", "error"].contains(rest[2]):
      let acceptance = await executions.accept(
        from: environment,
        rest[1],
        invocationID: request.header("lambda-runtime-invocation-id"),
        request.body,
        isFailure: rest[2] == "error"
      )
      return Self.reply(to: acceptance)
    default: return Self.notFound
    }
  }

  private func next(_ environment: String) async -> LoopbackReply {
    switch await executions.next(for: environment) {
    case .event(let delivery):
      let deadline = Int((delivery.deadline.timeIntervalSince1970 * 1_000).rounded())
      return LoopbackReply(
        status: 200,
        contentType: "application/json",
        headers: [
          ("Lambda-Runtime-Aws-Request-Id", delivery.invocation.requestID),
          ("Lambda-Runtime-Deadline-Ms", "\(deadline)"),
          ("Lambda-Runtime-Invoked-Function-Arn", delivery.invocation.invokedARN),
          ("Lambda-Runtime-Trace-Id", Self.trace(of: delivery)),
          ("Lambda-Runtime-Invocation-Id", delivery.invocationID),
        ],
        body: delivery.invocation.payload
      )
    case .busy: return Self.failure(403, "InvalidStateTransition", "State transition is not allowed")
    case .over: return Self.failure(500, "Container.Ended", "The execution environment is at its end")
    }
  }

  /// `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=…;Sampled=0`.
  private static func trace(of delivery: Delivery) -> String {
    let digits = delivery.invocationID.filter { $0 != "-" }
    let seconds = String(Int(delivery.startedAt.timeIntervalSince1970), radix: 16)
    return "Root=1-\(seconds)-\(digits.prefix(24));Parent=\(digits.suffix(16));Sampled=0"
  }

  private static func reply(to acceptance: Executions.Acceptance) -> LoopbackReply {
    switch acceptance {
    case .accepted:
      LoopbackReply(
        status: 202,
        contentType: "application/json",
        body: JSONWriter.document { $0.member("status", "OK") }
      )
    case .tooLarge:
      failure(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (\(Executions.largestPayload) bytes)."
      )
    case .late: failure(410, "InvocationTimedOut", "The invocation has timed out")
    case .otherAttempt: failure(400, "InvalidInvocationID", "Invalid invocation ID")
    case .unknown: failure(400, "InvalidRequestID", "Invalid request ID")
    }
  }

  private static let notFound = failure(404, "NotFound", "There is no such path in the runtime API")

  private static func failure(_ status: Int, _ type: String, _ message: String) -> LoopbackReply {
    let body = JSONWriter.document {
      $0.member("errorMessage", message)
      $0.member("errorType", type)
    }
    return LoopbackReply(status: status, contentType: "application/json", body: body)
  }
}
