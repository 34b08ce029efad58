import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Transport
import Veeam

@testable import Functions

/// A whole configurator, from its runtime API to its appliance: events go in, answers and log lines come out.
///
/// One loopback service plays Lambda, the bucket for answers and the secrets extension.
struct Stage: Sendable {
  /// One event, as Lambda hands it over.
  struct Event: Sendable {
    var body: String
    var alias = "cfn"
  }

  private struct State {
    var events: [Event] = []
    var bucketStatus = 200
    var puts: [String] = []
    var returns: [String] = []
    var lines: [String] = []
  }

  private final class Memory: Sendable {
    let state = Mutex(State())
  }

  static let arn = "arn:aws:lambda:eu-central-1:123456789012:function:rolecall-configurator"
  private static let signingSecret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rolecall-signing-AbCdEf"
  private static let secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rolecall-AbCdEf"

  let rig: ConfiguratorRig
  let scissors: Scissors
  private let port: Int
  private let variables: [String: String]
  private let memory: Memory

  /// Runs `body` with a stage around the rig's appliance.
  static func run(
    _ options: ApplianceOptions = ApplianceOptions(),
    variables: [String: String] = [:],
    _ body: @escaping @Sendable (Stage) async throws -> Void
  ) async throws {
    try await ConfiguratorRig.run(options) { rig in
      let certificate = try TestCertificate()
      let scissors = Scissors()
      guard let fingerprint = CertificateFingerprint(rig.server.fingerprint) else {
        throw ConfiguratorRig.NobodyThere()
      }
      try await withCuttingFront(
        before: rig.settings.address.origin,
        pinned: fingerprint,
        certificate: certificate,
        scissors: scissors
      ) { front in
        var all = [
          "APPLIANCE_HOST": "localhost", "APPLIANCE_PORT": "\(front.port)", "APPLIANCE_API_VERSION": "1.7-rev0",
          "APPLIANCE_SHA256": CertificateFingerprint(der: certificate.der).description,
          "ORGANIZATION_ID": ConfiguratorRig.organization, "CERTIFICATE_AUTHORITY": certificate.authority,
        ]
        all.merge(variables) { _, new in new }
        if all["APPLIANCE_SHA256"] == "" { all["APPLIANCE_CA"] = certificate.authority }
        let memory = Memory()
        try await withService(Script { await answer($0, memory, scissors, rig) }) { service in
          try await body(
            Stage(rig: rig, scissors: scissors, port: service.port, variables: all, memory: memory)
          )
        }
      }
    }
  }

  // MARK: What came of it

  /// An answer, as CloudFormation reads it.
  private struct Answer: Decodable {
    let status: String
    let reason: String?
    let physicalID: String

    private enum CodingKeys: String, CodingKey {
      case status = "Status"
      case reason = "Reason"
      case physicalID = "PhysicalResourceId"
    }
  }

  private var received: [Answer] {
    memory.state.withLock { $0.puts }.compactMap { try? JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
  }

  /// The answers that reached the bucket: `SUCCESS`, `FAILED why`.
  var answers: [String] { received.map { $0.status + ($0.reason.map { " \($0)" } ?? "") } }

  /// The physical id in the last answer.
  var physicalID: String? { received.last?.physicalID }

  /// What the callers of `ops` and Lambda got.
  var returns: [String] { memory.state.withLock { $0.returns } }

  var lines: [String] { memory.state.withLock { $0.lines } }

  /// Whether a line of the log holds all of `words`.
  func logs(_ words: String...) -> Bool { lines.contains { line in words.allSatisfy { line.contains($0) } } }

  func setBucket(_ status: Int) { memory.state.withLock { $0.bucketStatus = status } }

  // MARK: Events

  /// Runs an execution environment of its own until the events are over, or until it is cut off.
  func invoke(_ events: Event..., cutAt number: Int? = nil) async throws {
    memory.state.withLock { $0.events = events }
    let memory = memory
    var variables = [
      "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port)", "_HANDLER": "configurator", "AWS_REGION": "eu-central-1",
      "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": "\(port)",
      "ROLECALL_RESPONSE_HOST": "127.0.0.1:\(port)", "SIGNING_SECRET_ARN": Self.signingSecret,
      "SECRET_ARN": Self.secret,
    ]
    variables.merge(self.variables) { _, new in new }
    let environment = FunctionEnvironment(
      variables: variables,
      timepiece: rig.environment.timepiece,
      alarm: rig.environment.alarm,
      now: rig.environment.now,
      log: { line in memory.state.withLock { $0.lines.append(line) } }
    )
    let (begin, mayBegin) = AsyncStream.makeStream(of: Void.self)
    let process = Task {
      for await _ in begin {}
      _ = await FunctionProgram(environment).run()
    }
    scissors.set(number) { process.cancel() }
    mayBegin.finish()
    try await withTimeout { await process.value }
  }

  /// An event of CloudFormation, but for what `properties` change.
  func event(
    _ type: String,
    physicalID: String? = nil,
    stack: String = ConfiguratorRig.stack,
    properties changes: [String: String] = [:],
    old: [String: String]? = nil,
    responseURL: String? = nil
  ) -> Event {
    let bucket = "http://127.0.0.1:\(port)/cloudformation-custom-resource-response-eucentral1/answer?X-Amz-Signature=s"
    let id = physicalID.map { "\"PhysicalResourceId\": \"\($0)\"," } ?? ""
    let former = old.map { "\"OldResourceProperties\": \(Self.properties($0))," } ?? ""
    return Event(
      body: """
        {"RequestType": "\(type)", "ResponseURL": "\(responseURL ?? bucket)", "StackId": "\(stack)",
         "RequestId": "request", "LogicalResourceId": "Registration", "ResourceType": "Custom::VeeamAwsConfigurator",
         \(id) \(former) "ResourceProperties": \(Self.properties(changes))}
        """
    )
  }

  /// A resource's properties as JSON.
  private static func properties(_ changes: [String: String]) -> String {
    var values = [
      "ServiceToken": "\(arn):cfn", "MemberAccountId": ConfiguratorRig.account, "RoleName": "backup/Ec2",
      "RoleExtId": "external-1", "Purpose": "ec2",
    ]
    values.merge(changes) { _, new in new }
    return "{" + values.map { "\"\($0.key)\": \"\($0.value)\"" }.joined(separator: ", ") + "}"
  }

  // MARK: The services

  private static func answer(
    _ request: LoopbackRequest,
    _ memory: Memory,
    _ scissors: Scissors,
    _ rig: ConfiguratorRig
  ) async -> LoopbackReply {
    let reply = await scissors.pass("\(request.method) \(request.path)") { play(request, memory, rig) }
    return reply ?? LoopbackReply(status: 503, delivery: .resetMidBody)
  }

  private static func play(
    _ request: LoopbackRequest,
    _ memory: Memory,
    _ rig: ConfiguratorRig
  ) -> LoopbackReply {
    let body = String(decoding: request.body, as: UTF8.self)
    return memory.state.withLock { state in
      switch (request.method, request.path) {
      case ("GET", "/2018-06-01/runtime/invocation/next"):
        guard !state.events.isEmpty else { return LoopbackReply(status: 500) }
        return next(state.events.removeFirst(), now: rig.environment.now())
      case ("GET", "/secretsmanager/get"):
        return secret(isSigning: request.queryValue("secretId") == signingSecret, rig)
      case ("POST", "/"):
        // Secrets Manager itself; no rotation is under way.
        guard !body.contains("AWSPENDING") else {
          return .json(#"{"__type":"ResourceNotFoundException","message":"none"}"#, status: 400)
        }
        return secret(isSigning: body.contains(signingSecret), rig)
      case ("PUT", _):
        if state.bucketStatus == 200 { state.puts.append(body) }
        return LoopbackReply(status: state.bucketStatus)
      default:
        state.returns.append(body)
        return LoopbackReply(status: 202)
      }
    }
  }

  private static func next(_ event: Event, now: Date) -> LoopbackReply {
    let deadline = Int((now.timeIntervalSince1970 + 600) * 1_000)
    return LoopbackReply(
      status: 200,
      headers: [
        (name: "Lambda-Runtime-Aws-Request-Id", value: "request-1"),
        (name: "Lambda-Runtime-Deadline-Ms", value: "\(deadline)"),
        (name: "Lambda-Runtime-Invoked-Function-Arn", value: "\(arn):\(event.alias)"),
      ],
      body: Array(event.body.utf8)
    )
  }

  private static func secret(isSigning: Bool, _ rig: ConfiguratorRig) -> LoopbackReply {
    let credential = rig.store.secrets.withLock { $0.current.credential }
    let text =
      isSigning
      ? #"{\"key\":\"a signing key that is long enough to be one\"}"#
      : #"{\"username\":\"\#(credential.username)\",\"password\":\"\#(credential.password)\"}"#
    let version = isSigning ? ConfiguratorRig.firstKey : "credential-version"
    return .json(#"{"ARN":"a","Name":"n","VersionId":"\#(version)","SecretString":"\#(text)"}"#)
  }
}
