/// One attempt to run a function with one event.
struct Invocation: Sendable {
  /// The same for every attempt with an event.
  let requestID: String
  /// As the caller named it: with the alias, if there was one.
  let invokedARN: String
  let version: FunctionVersion
  let payload: [UInt8]
}

/// What came of an invocation.
struct InvocationResult: Hashable, Sendable {
  var payload: [UInt8]
  /// `Unhandled` when the function failed.
  var error: String?
  var log: [String] = []

  static func answered(_ payload: [UInt8]) -> InvocationResult { InvocationResult(payload: payload) }

  static func failed(_ payload: [UInt8]) -> InvocationResult {
    InvocationResult(payload: payload, error: "Unhandled")
  }

  /// A failure that Lambda itself words.
  static func failed(type: String, _ message: String) -> InvocationResult {
    let payload = JSONWriter.document {
      $0.member("errorType", type)
      $0.member("errorMessage", message)
    }
    return failed(payload)
  }

  static func exited(_ requestID: String) -> InvocationResult {
    failed(type: "Runtime.ExitError", "RequestId: \(requestID) Error: Runtime exited without providing a reason")
  }

  static func timedOut(_ requestID: String, after seconds: Int) -> InvocationResult {
    failed(
      type: "Sandbox.Timedout",
      "RequestId: \(requestID) Error: Task timed out after \(seconds).00 seconds"
    )
  }
}
