import FoundationEssentials

/// The Parameters and Secrets extension on loopback: secrets for functions, remembered for a while by each environment.
///
/// One server stands for the extensions of all environments: the token in the header tells which is meant.
struct SecretsExtension: Sendable {
  let executions: Executions
  let endpoint: AWSEndpoint

  func answer(_ request: LoopbackRequest) async -> LoopbackReply {
    guard request.path == "/secretsmanager/get" else { return Self.text(404, "404 page not found") }
    guard request.method == "GET", let secret = request.queryValue("secretId"), !secret.isEmpty else {
      return Self.text(400, "secretId is required")
    }
    guard let token = request.header("x-aws-parameters-secrets-token") else {
      return Self.text(401, "missing X-Aws-Parameters-Secrets-Token header")
    }
    let key = SecretsCache.Key(
      secret: secret,
      stage: request.queryValue("versionStage"),
      version: request.queryValue("versionId")
    )
    switch await executions.look(up: key, token: token) {
    case .stranger: return Self.text(401, "incorrect token")
    case .notReady: return Self.text(400, "not ready to serve traffic, please wait")
    case .remembered(let body): return LoopbackReply(status: 200, contentType: "application/json", body: body)
    case .unknown(let accessKeyID, let region):
      return await fetch(key, token: token, accessKeyID: accessKeyID, region: region)
    }
  }

  private func fetch(
    _ key: SecretsCache.Key,
    token: String,
    accessKeyID: String,
    region: String
  ) async -> LoopbackReply {
    var input: [String: JSONValue] = ["SecretId": .string(key.secret)]
    input["VersionStage"] = key.stage.map(JSONValue.string)
    input["VersionId"] = key.version.map(JSONValue.string)
    let call = LoopbackRequest(
      method: "POST",
      target: "/",
      headers: [.init(name: "X-Amz-Target", value: "secretsmanager.GetSecretValue")],
      body: JSONValue.object(input).bytes
    )
    let reply = await endpoint.answer(call, as: accessKeyID, region: region)
    guard reply.status == 200, let value = JSONValue(reply.body)?.object else { return Self.failure(reply) }
    let body = Self.body(of: value)
    await executions.remember(body, for: key, token: token)
    return LoopbackReply(status: 200, contentType: "application/json", body: body)
  }

  /// As AWS's SDK for Go, in which the extension is written, prints GetSecretValue's answer.
  private static func body(of value: [String: JSONValue]) -> [UInt8] {
    var value = value
    if case .number(let seconds)? = value["CreatedDate"] {
      let time = Date(timeIntervalSince1970: seconds)
      value["CreatedDate"] = .string(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
    value["SecretBinary"] = value["SecretBinary"] ?? .null
    value["ResultMetadata"] = [:]
    return JSONValue.object(value).bytes
  }

  private static func failure(_ reply: LoopbackReply) -> LoopbackReply {
    let error = JSONValue(reply.body)
    let code = error?["__type"]?.string ?? "InternalServiceError"
    let message = error?["message"]?.string ?? error?["Message"]?.string ?? ""
    let status =
      switch code {
      case "AccessDeniedException": 403
      case "ResourceNotFoundException": 404
      case "InvalidRequestException", "InvalidParameterException": 400
      default: 500
      }
    return text(
      status,
      "operation error Secrets Manager: GetSecretValue, https response error StatusCode: \(reply.status), \(code): \(message)"
    )
  }

  private static func text(_ status: Int, _ text: String) -> LoopbackReply {
    LoopbackReply(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }
}

extension Executions {
  enum SecretLookUp: Sendable {
    /// The token is no environment's.
    case stranger
    /// No event is being worked on, or the extension has just been started.
    case notReady
    case remembered([UInt8])
    /// To be fetched with the role's credentials.
    case unknown(accessKeyID: String, region: String)
  }

  func look(up key: SecretsCache.Key, token: String) -> SecretLookUp {
    guard let environment = environment(token: token), let credentials = environment.credentials else {
      return .stranger
    }
    guard !environment.deliveries.isEmpty else { return .notReady }
    guard environment.secrets.coldRequests == 0 else {
      environment.secrets.coldRequests -= 1
      return .notReady
    }
    if let body = environment.secrets.body(key, at: clock.now) { return .remembered(body) }
    let region = environment.version.functionARN.split(separator: ":")[3]
    return .unknown(accessKeyID: credentials.accessKeyID, region: String(region))
  }

  func remember(_ body: [UInt8], for key: SecretsCache.Key, token: String) {
    environment(token: token)?.secrets.keep(body, for: key, at: clock.now)
  }

  private func environment(token: String) -> ExecutionEnvironment? {
    environments.values.first { $0.credentials?.sessionToken == token }
  }
}
