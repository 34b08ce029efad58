package import FoundationEssentials
import Transport

/// One event that Lambda hands over, with what it says beside it.
package struct Invocation: Sendable {
  /// Lambda's id of the event; the same for every attempt at it.
  package let requestID: String
  /// Lambda's id of this attempt, where it sends one.
  let attemptID: String?
  package let deadline: Date
  package let function: FunctionARN
  package let body: [UInt8]
  package private(set) var log: FunctionLog

  private let now: @Sendable () -> Date

  /// Reads the answer of the runtime API's `next`.
  ///
  /// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
  init(_ response: HTTPResponse, environment: FunctionEnvironment) throws(RuntimeFault) {
    guard let requestID = response["Lambda-Runtime-Aws-Request-Id"], !requestID.isEmpty else {
      throw .header("Lambda-Runtime-Aws-Request-Id")
    }
    guard let deadline = response["Lambda-Runtime-Deadline-Ms"].flatMap({ Int64($0) }) else {
      throw .header("Lambda-Runtime-Deadline-Ms")
    }
    guard let function = response["Lambda-Runtime-Invoked-Function-Arn"].flatMap(FunctionARN.init) else {
      throw .header("Lambda-Runtime-Invoked-Function-Arn")
    }
    self.requestID = requestID
    attemptID = response["Lambda-Runtime-Invocation-Id"]
    self.deadline = Date(timeIntervalSince1970: Double(deadline) / 1_000)
    self.function = function
    body = response.body
    log = FunctionLog(environment, requestID: requestID, trace: response["Lambda-Runtime-Trace-Id"])
    now = environment.now
  }

  /// The time until Lambda ends the invocation; not negative.
  package var remaining: Duration { max(.zero, .seconds(deadline.timeIntervalSince(now()))) }

  /// The same invocation, its log naming the account and the purpose it is about.
  package func about(account: String? = nil, purpose: String? = nil) -> Invocation {
    var invocation = self
    invocation.log = log.about(account: account, purpose: purpose)
    return invocation
  }
}
