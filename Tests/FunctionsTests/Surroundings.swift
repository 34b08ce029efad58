import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Transport

@testable import Functions

/// What stands around a function: the runtime API, the bucket for answers, the secrets extension and Secrets Manager.
///
/// One loopback service plays them all, told apart by their paths. After the last event the runtime API answers 500, which
/// ends the function.
final class Surroundings: Sendable {
  /// One event, as the runtime API hands it over.
  struct Event: Sendable {
    var body: String
    var alias: String? = "cfn"
    var attempt: String?
    var secondsLeft = 600.0
  }

  private struct State {
    var events: [Event]
    var given = 0
    var answerStatuses: [Int] = []
    var bucketStatuses: [Int] = []
    var extensionReplies: [LoopbackReply] = []
    var serviceReplies: [LoopbackReply] = []
    var requests: [LoopbackRequest] = []
    var lines: [String] = []
  }

  static let arn = "arn:aws:lambda:eu-west-1:111122223333:function:rolecall-external-id"
  static let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rolecall-signing-AbCdEf"
  static let keyVersion = "11112222-3333-4444-5555-666677778888"
  static let stack =
    "arn:aws:cloudformation:eu-west-1:444455556666:stack/StackSet-roles/0f1e2d3c-aaaa-bbbb-cccc-000000000001"

  let time = ManualTime()
  private let alarm: @Sendable (Duration) async throws -> Void
  private let state: Mutex<State>

  init(
    _ events: [Event] = [],
    answers: [Int] = [],
    bucket: [Int] = [],
    extension replies: [LoopbackReply] = [],
    service: [LoopbackReply] = [],
    alarm: @escaping @Sendable (Duration) async throws -> Void = { _ in try await Task.sleep(for: .seconds(3_600)) }
  ) {
    self.alarm = alarm
    state = Mutex(
      State(
        events: events,
        answerStatuses: answers,
        bucketStatuses: bucket,
        extensionReplies: replies,
        serviceReplies: service
      )
    )
  }

  var requests: [LoopbackRequest] { state.withLock { $0.requests } }
  var lines: [String] { state.withLock { $0.lines } }

  /// What was answered to Lambda: the last part of the path and the body.
  var outcomes: [String] {
    requests.filter { $0.method == "POST" && $0.path.hasPrefix("/2018-06-01/") }
      .map { "\($0.path.split(separator: "/").last ?? "") \(String(decoding: $0.body, as: UTF8.self))" }
  }

  /// What reached the bucket.
  var puts: [LoopbackRequest] { requests.filter { $0.method == "PUT" } }

  /// The answers that reached the bucket, as CloudFormation reads them.
  func answers() throws -> [CloudFormationAnswer] {
    try puts.map { try JSONDecoder().decode(CloudFormationAnswer.self, from: Data($0.body)) }
  }

  /// What the log said, reduced to `step outcome`.
  func log() throws -> [String] {
    try lines.map { line in
      let entry = try JSONDecoder().decode(LogLine.self, from: Data(line.utf8))
      return "\(entry.step) \(entry.outcome)"
    }
  }

  /// Runs `body` while everything listens.
  ///
  /// The deadline never comes unless `alarm` says so.
  func run<Value>(_ body: (FunctionEnvironment) async throws -> Value) async throws -> Value {
    try await withService(Script { self.answer($0) }) { service in
      try await body(environment(port: service.port))
    }
  }

  /// Runs the function that `handler` names until its events are over.
  func runProgram(_ handler: String = "external-id", migrating: Bool = false) async throws -> Int32 {
    try await run { environment in
      var variables = environment.variables
      variables["_HANDLER"] = handler
      if migrating { variables["MIGRATE_FROM_REFERENCE"] = "yes" }
      let changed = FunctionEnvironment(
        variables: variables,
        timepiece: environment.timepiece,
        alarm: environment.alarm,
        now: environment.now,
        log: environment.log
      )
      return try await withTimeout { await FunctionProgram(changed).run() }
    }
  }

  private func environment(port: Int) -> FunctionEnvironment {
    let time = time
    return FunctionEnvironment(
      variables: [
        "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port)",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "session/token",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)",
        "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": "\(port)",
        "ROLECALL_RESPONSE_HOST": "127.0.0.1:\(port)",
        "SIGNING_SECRET_ARN": Self.secret,
      ],
      timepiece: Timepiece(now: { time.elapsed }, sleep: { try time.pass($0) }),
      alarm: alarm,
      now: { time.now },
      log: { line in self.state.withLock { $0.lines.append(line) } }
    )
  }

  private func answer(_ request: LoopbackRequest) -> LoopbackReply {
    state.withLock { state in
      state.requests.append(request)
      if request.path.hasSuffix("/invocation/next") { return next(&state, authority: request.authority) }
      if request.path.hasPrefix("/2018-06-01/") { return LoopbackReply(status: state.answerStatuses.popFirst() ?? 202) }
      if request.method == "PUT" { return LoopbackReply(status: state.bucketStatuses.popFirst() ?? 200) }
      if request.path == "/secretsmanager/get" { return state.extensionReplies.popFirst() ?? Self.signingKey }
      return state.serviceReplies.popFirst() ?? .json(#"{"__type":"InternalServiceError"}"#, status: 500)
    }
  }

  private func next(_ state: inout State, authority: String) -> LoopbackReply {
    guard let event = state.events.popFirst() else { return LoopbackReply(status: 500) }
    state.given += 1
    let deadline = Int((time.now.timeIntervalSince1970 + event.secondsLeft) * 1_000)
    var headers = [
      (name: "Lambda-Runtime-Aws-Request-Id", value: "request-\(state.given)"),
      (name: "Lambda-Runtime-Deadline-Ms", value: "\(deadline)"),
      (name: "Lambda-Runtime-Invoked-Function-Arn", value: Self.arn + (event.alias.map { ":\($0)" } ?? "")),
    ]
    if let attempt = event.attempt { headers.append((name: "Lambda-Runtime-Invocation-Id", value: attempt)) }
    let body = event.body.replacing("AUTHORITY", with: authority)
    return LoopbackReply(status: 200, headers: headers, body: Array(body.utf8))
  }

  /// The signing secret as the extension gives it.
  static let signingKey = LoopbackReply.json(
    """
    {"ARN":"\(secret)","Name":"signing","VersionId":"\(keyVersion)",
     "SecretString":"{\\"key\\":\\"0123456789abcdefghijklmnopqrstuvwxyzABCDEF\\"}"}
    """
  )
}

/// An answer, as CloudFormation reads it.
struct CloudFormationAnswer: Decodable {
  let status: String
  let reason: String?
  let physicalID: String
  let stackID: String
  let requestID: String
  let logicalID: String
  let noEcho: Bool?
  let attributes: [String: String]?

  enum CodingKeys: String, CodingKey {
    case status = "Status"
    case reason = "Reason"
    case physicalID = "PhysicalResourceId"
    case stackID = "StackId"
    case requestID = "RequestId"
    case logicalID = "LogicalResourceId"
    case noEcho = "NoEcho"
    case attributes = "Data"
  }
}

private struct LogLine: Decodable {
  let step: String
  let outcome: String
}

extension Array {
  fileprivate mutating func popFirst() -> Element? { isEmpty ? nil : removeFirst() }
}

extension Surroundings.Event {
  /// An event of an external id's resource, as CloudFormation sends it; `AUTHORITY` becomes the bucket's.
  static func externalID(
    _ type: String = "Create",
    physicalID: String? = nil,
    length: String = #""24""#,
    stack: String = Surroundings.stack
  ) -> Surroundings.Event {
    let id = physicalID.map { #""PhysicalResourceId": "\#($0)","# } ?? ""
    return Surroundings.Event(
      body: """
        {"RequestType": "\(type)", "ServiceToken": "token", "ResponseURL": "http://AUTHORITY/bucket/a%7Cb?X-Sig=a%2Bb+c&empty=",
         "StackId": "\(stack)", "RequestId": "unique", "LogicalResourceId": "ExternalId", \(id)
         "ResourceType": "Custom::RandomExtIdGenerator", "Added": {"by": ["AWS"]},
         "ResourceProperties": {"ServiceToken": "token", "Length": \(length)}}
        """
    )
  }
}
