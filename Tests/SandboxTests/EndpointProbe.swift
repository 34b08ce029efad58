import Foundation
import Testing

@testable import Sandbox

/// Calls an AWS endpoint without a socket, with signatures of its own.
struct EndpointProbe {
  let endpoint: AWSEndpoint
  let world: World
  let keys: WorldState.Keys

  init(_ options: SandboxOptions) async { await self.init(options, world: World(options)) }

  /// A probe of a world that others serve.
  init(_ options: SandboxOptions, world: World) async {
    self.world = world
    keys = await world.keys
    endpoint = AWSEndpoint(world: world, options: options, faults: FaultPlan(options.faults))
  }

  /// An answer with its body as JSON or as text.
  struct Answer {
    let reply: LoopbackReply

    var status: Int { reply.status }
    var text: String { String(decoding: reply.body, as: UTF8.self) }

    func json() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
    }

    /// The texts of every element called `name`.
    func elements(_ name: String) -> [String] {
      text.components(separatedBy: "<\(name)>").dropFirst().compactMap {
        $0.components(separatedBy: "</\(name)>").first
      }
    }
  }

  func organizations(_ operation: String, _ body: String = "{}", as caller: Identity? = nil) async -> Answer {
    await json("AWSOrganizationsV20161128.\(operation)", "organizations", body, as: caller)
  }

  func secrets(_ operation: String, _ body: String, as caller: Identity? = nil) async -> Answer {
    await json("secretsmanager.\(operation)", "secretsmanager", body, as: caller ?? keys.backup)
  }

  func cloudFormation(_ operation: String, _ form: String = "", as caller: Identity? = nil) async -> Answer {
    await query("Action=\(operation)&Version=2010-05-15&\(form)", "cloudformation", as: caller)
  }

  func tokens(_ operation: String, _ form: String = "", as caller: Identity? = nil) async -> Answer {
    await query("Action=\(operation)&Version=2011-06-15&\(form)", "sts", as: caller)
  }

  func identity(_ operation: String, _ form: String = "", as caller: Identity? = nil) async -> Answer {
    await query("Action=\(operation)&Version=2010-05-08&\(form)", "iam", as: caller ?? keys.backup)
  }

  func compute(_ operation: String, _ form: String = "", as caller: Identity? = nil) async -> Answer {
    await query("Action=\(operation)&Version=2016-11-15&\(form)", "ec2", as: caller ?? keys.backup)
  }

  func parameters(_ operation: String, _ body: String, as caller: Identity? = nil) async -> Answer {
    await json("AmazonSSM.\(operation)", "ssm", body, as: caller ?? keys.backup)
  }

  func logs(_ operation: String, _ body: String = "{}", as caller: Identity? = nil) async -> Answer {
    await json("Logs_20140328.\(operation)", "logs", body, as: caller ?? keys.backup)
  }

  func queues(_ operation: String, _ body: String, as caller: Identity? = nil) async -> Answer {
    await json("AmazonSQS.\(operation)", "sqs", body, as: caller ?? keys.backup)
  }

  /// Calls S3 with the hash of the body that S3 asks for.
  func storage(
    _ method: String,
    _ target: String,
    _ body: String = "",
    headers: [(String, String)] = [],
    as caller: Identity? = nil
  ) async -> Answer {
    let hash = ("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")
    return await call(method, target, headers + [hash], Array(body.utf8), "s3", caller ?? keys.backup)
  }

  // MARK: Signing

  private func json(_ target: String, _ service: String, _ body: String, as caller: Identity?) async -> Answer {
    await call([("X-Amz-Target", target), ("Content-Type", "application/x-amz-json-1.1")], body, service, caller)
  }

  private func query(_ form: String, _ service: String, as caller: Identity?) async -> Answer {
    await call([("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")], form, service, caller)
  }

  private func call(
    _ fields: [(String, String)],
    _ body: String,
    _ service: String,
    _ caller: Identity?
  ) async -> Answer {
    await call("POST", "/", fields, Array(body.utf8), service, caller)
  }

  /// Signs and sends any request.
  func call(
    _ method: String,
    _ target: String,
    _ fields: [(String, String)],
    _ body: [UInt8],
    _ service: String,
    _ caller: Identity?
  ) async -> Answer {
    let caller = caller ?? keys.organizationAdministrator
    let time = SignatureVerifier.text(world.clock.now)
    var headers = (fields + [("X-Amz-Date", time)]).map { LoopbackRequest.HeaderField(name: $0.0, value: $0.1) }
    if let token = caller.sessionToken { headers.append(.init(name: "X-Amz-Security-Token", value: token)) }
    let names = (headers.map { $0.name.lowercased() } + ["host"]).sorted().joined(separator: ";")
    func authorization(_ signature: String) -> String {
      "AWS4-HMAC-SHA256 Credential=\(caller.accessKeyID)/\(time.prefix(8))/eu-west-1/\(service)/aws4_request, "
        + "SignedHeaders=\(names), Signature=\(signature)"
    }
    func request(_ headers: [LoopbackRequest.HeaderField]) -> LoopbackRequest {
      LoopbackRequest(method: method, target: target, headers: headers, authority: "127.0.0.1:1", body: body)
    }
    guard let claim = SignatureVerifier.Claim(authorization("0")) else { return Answer(reply: .init(status: 0)) }
    let verifier = SignatureVerifier(request: request(headers), claim: claim, wire: .json)
    let signature = SignatureVerifier.signature(
      verifier.canonicalRequest,
      time: time,
      claim: claim,
      secret: caller.secretAccessKey
    )
    headers.append(.init(name: "Authorization", value: authorization(signature)))
    return Answer(reply: await endpoint.answer(request(headers)))
  }
}
