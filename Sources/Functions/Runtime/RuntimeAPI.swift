import FoundationEssentials
import Transport

/// The runtime API of one execution environment.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"; the invocation id and status
/// 410 as AWS's own runtime clients of 2026 treat them.
struct RuntimeAPI: Sendable {
  /// What becomes of an invocation.
  enum Answer: Sendable {
    case response([UInt8])
    case failure(type: String, sentence: String)
  }

  /// A connection that broke is opened again; one that breaks each time means that the API is gone.
  private static let attempts = 3
  private static let answerLimit: Duration = .seconds(30)

  private let environment: FunctionEnvironment
  private let sender: HTTPSender
  private let host: String
  private let port: Int
  /// Stands before every path, as a simulated Lambda may have it; empty otherwise.
  private let prefix: String

  /// Nil where `AWS_LAMBDA_RUNTIME_API` names no host and port.
  init?(_ environment: FunctionEnvironment, sender: HTTPSender) {
    guard let address = environment.variables["AWS_LAMBDA_RUNTIME_API"] else { return nil }
    let authority = address.prefix { $0 != "/" }
    guard let colon = authority.lastIndex(of: ":"), let port = Int(authority[authority.index(after: colon)...]),
      colon != authority.startIndex
    else { return nil }
    self.environment = environment
    self.sender = sender
    host = String(authority[..<colon])
    self.port = port
    prefix = String(address[authority.endIndex...])
  }

  /// Waits for the next event, for as long as it takes: Lambda freezes the environment meanwhile.
  func next() async throws(RuntimeFault) -> Invocation {
    let response = try await send("GET", "runtime/invocation/next", timeout: nil)
    guard response.status == 200 else { throw .broken(status: response.status) }
    return try Invocation(response, environment: environment)
  }

  /// Gives the answer to `invocation`.
  ///
  /// - Throws: ``RuntimeFault/answerRefused(status:)`` when the loop may go on.
  func answer(_ invocation: Invocation, _ answer: Answer) async throws(RuntimeFault) {
    var headers: [HTTPHeader] = []
    // Repeated when it was sent; the API accepts none, and refuses a wrong one.
    if let id = invocation.attemptID { headers.append(HTTPHeader("Lambda-Runtime-Invocation-Id", id)) }
    let path = "runtime/invocation/\(invocation.requestID.percentEncoded)"
    let response =
      switch answer {
      case .response(let body): try await send("POST", "\(path)/response", headers, body, timeout: Self.answerLimit)
      case .failure(let type, let sentence): try await report("\(path)/error", headers, type: type, sentence)
      }
    switch response.status {
    case 200..<300: return
    case 500...: throw .broken(status: response.status)
    default: throw .answerRefused(status: response.status)
    }
  }

  /// Says that this environment cannot start.
  func failInitialization(type: String, _ sentence: String) async throws(RuntimeFault) {
    _ = try await report("runtime/init/error", [], type: type, sentence)
  }

  private func report(
    _ path: String,
    _ headers: [HTTPHeader],
    type: String,
    _ sentence: String
  ) async throws(RuntimeFault) -> HTTPResponse {
    let report = ErrorReport(errorMessage: sentence, errorType: type, stackTrace: [])
    let type = HTTPHeader("Lambda-Runtime-Function-Error-Type", type)
    return try await send("POST", path, headers + [type], report.json, timeout: Self.answerLimit)
  }

  private func send(
    _ method: String,
    _ path: String,
    _ headers: [HTTPHeader] = [],
    _ body: [UInt8] = [],
    timeout: Duration?
  ) async throws(RuntimeFault) -> HTTPResponse {
    let request = HTTPRequest(
      method: method,
      scheme: .http,
      host: host,
      port: port,
      target: "\(prefix)/2018-06-01/\(path)",
      headers: headers + (body.isEmpty ? [] : [HTTPHeader("Content-Type", "application/json")]),
      body: body
    )
    for _ in 0..<Self.attempts {
      do {
        return try await sender.send(request, timeout: timeout)
      } catch {
        guard case .broken = error else { throw .ended }
      }
    }
    throw .ended
  }

  private struct ErrorReport: Encodable {
    let errorMessage: String
    let errorType: String
    let stackTrace: [String]

    /// Texts always encode.
    var json: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? Array("{}".utf8) }
  }
}
