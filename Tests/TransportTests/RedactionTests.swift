import FoundationEssentials
import TestSupport
import Testing
import Transport

/// Every secret in every position where it travels, logged through a real exchange: nothing of it may reach the file.
@Suite struct RedactionTests {
  private static let secret = "hunter2+Tr0ub4dor/3=="

  struct Position: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var target = "/"
    var headers: [HTTPHeader] = []
    var type = "text/plain"
    var body = ""
    var answerType = "text/plain"
    var answerHeaders: [String] = []
    var answer = ""
    /// What has to be left, so that the log is still good for something.
    var kept: [String] = []

    init(_ description: String) { testDescription = description }

    static func header(_ name: String) -> Position {
      var position = Position("request header \(name)")
      position.headers = [HTTPHeader(name, "Bearer \(secret)")]
      position.kept = ["> \(name): (redacted)"]
      return position
    }

    static func json(_ description: String, _ body: String, kept: [String] = []) -> Position {
      var position = Position("JSON, \(description)")
      position.type = "application/x-amz-json-1.1"
      position.body = body
      position.answerType = "application/json"
      position.answer = body
      position.kept = kept
      return position
    }

    static func form(_ description: String, _ body: String, kept: [String] = []) -> Position {
      var position = Position("form, \(description)")
      position.type = "application/x-www-form-urlencoded; charset=utf-8"
      position.body = body
      position.kept = kept
      return position
    }

    static func xml(_ description: String, _ answer: String, kept: [String] = []) -> Position {
      var position = Position("XML, \(description)")
      position.answerType = "text/xml"
      position.answer = answer
      position.kept = kept
      return position
    }
  }

  private static let headers = [
    "Authorization", "X-Amz-Security-Token", "x-amz-sso_bearer_token", "Cookie", "Proxy-Authorization",
    "X-aws-ec2-metadata-token", "x-api-secret", "X-Vault-Password", "DPoP",
  ].map(Position.header)

  private static let jsonKeys = [
    "password", "PASSWORD", "oldPassword", "newPassword", "access_token", "accessToken", "refresh_token",
    "refreshToken",
    "id_token", "clientSecret", "client_secret", "deviceCode", "SecretString", "SecretBinary", "SecretAccessKey",
    "secretAccessKey", "SessionToken", "sessionToken", "Token", "secretKey", "externalId", "ExternalId",
    "sts:ExternalId",
    "mfa_code", "mfa_token", "codeVerifier", "scratchCodes", "qrString", "WebIdentityToken",
  ].map { key in
    Position.json(
      "key \(key)",
      "{\"kept\":\"kept\",\"\(key)\":\"\(secret)\",\"n\":1.50}",
      kept: ["\"kept\":\"kept\"", "1.50"]
    )
  }

  private static let jsonShapes = [
    Position.json("nested", "{\"a\":[{\"b\":{\"password\":\"\(secret)\"}}]}"),
    .json("an object as a secret", "{\"externalId\":{\"a\":\"\(secret)\"}}"),
    .json("a list as a secret", "{\"scratchCodes\":[\"\(secret)\"]}"),
    .json("an escaped key", "{\"p\\u0061ssword\":\"\(secret)\"}"),
    .json(
      "credentials keep their key's id",
      "{\"Credentials\":{\"AccessKeyId\":\"AKIAEXAMPLE\",\"SecretAccessKey\":\"\(secret)\"}}",
      kept: ["AKIAEXAMPLE"]
    ),
    .json("a JSON text in a string", "{\"Payload\":\"{\\\"password\\\":\\\"\(secret)\\\"}\"}"),
    .json("a template in a string", "{\"TemplateBody\":\"{\\\"sts:ExternalId\\\":\\\"\(secret)\\\"}\"}"),
    .json("a YAML template in a string", "{\"TemplateBody\":\"ExternalId: \(secret)\"}", kept: ["bytes)"]),
    .json("a parameter", "{\"ParameterKey\":\"X\",\"ParameterValue\":\"\(secret)\"}", kept: ["\"X\""]),
    .json("a tag", "{\"Key\":\"DbPassword\",\"Value\":\"\(secret)\"}", kept: ["DbPassword"]),
    .json("a presigned address", "{\"ResponseURL\":\"https://s3/x?X-Amz-Signature=\(secret)&y=1\"}", kept: ["y=1"]),
    .json("broken JSON", "{\"password\":\"\(secret)\"", kept: ["bytes)"]),
    .json("two values", "{} {\"password\":\"\(secret)\"}", kept: ["bytes)"]),
    .json("too deep", String(repeating: "[", count: 99) + "\"\(secret)\"" + String(repeating: "]", count: 99)),
  ]

  private static let encoded = "hunter2%2BTr0ub4dor%2F3%3D%3D"

  private static let forms = [
    Position.form("password grant", "grant_type=password&username=ann&password=\(encoded)", kept: ["username=ann"]),
    .form("refresh grant", "grant_type=refresh_token&refresh_token=\(encoded)"),
    .form("authorization code", "grant_type=authorization_code&code=\(encoded)"),
    .form("second factor", "grant_type=mfa&mfa_token=\(encoded)&mfa_code=\(encoded)"),
    .form("assume role", "Action=AssumeRole&ExternalId=\(encoded)&TokenCode=\(encoded)", kept: ["Action=AssumeRole"]),
    .form("web identity", "Action=AssumeRoleWithWebIdentity&WebIdentityToken=\(encoded)"),
    .form("SAML", "Action=AssumeRoleWithSAML&SAMLAssertion=\(encoded)"),
    .form(
      "a parameter",
      "Parameters.member.1.ParameterKey=X&Parameters.member.1.ParameterValue=\(encoded)",
      kept: ["=X"]
    ),
    .form(
      "a tag by its name",
      "Tags.member.1.Key=a&Tags.member.1.Value=plain&Tags.member.2.Key=Password&Tags.member.2.Value=\(encoded)",
      kept: ["=plain"]
    ),
    .form("a JSON template", "TemplateBody=%7B%22externalId%22%3A%22\(encoded)%22%7D"),
    .form("a YAML template", "TemplateBody=ExternalId%3A+\(encoded)", kept: ["bytes)"]),
    .form("not a form", encoded, kept: ["bytes)"]),
  ]

  private static let xmls = [
    Position.xml(
      "credentials",
      "<?xml version=\"1.0\"?><R xmlns=\"https://sts\"><Credentials><AccessKeyId>AKIAEXAMPLE</AccessKeyId><SecretAccessKey>"
        + "\(secret)</SecretAccessKey><SessionToken>\(secret)</SessionToken></Credentials></R>",
      kept: ["AKIAEXAMPLE"]
    ),
    .xml("a prefix", "<a:R><a:Password>\(secret)</a:Password></a:R>"),
    .xml("CDATA", "<R><ExternalId><![CDATA[\(secret)]]></ExternalId></R>"),
    .xml("below a secret name", "<R><Secret><a><b>\(secret)</b></a></Secret></R>"),
    .xml(
      "a parameter",
      "<m><ParameterKey>X</ParameterKey><ParameterValue>\(secret)</ParameterValue></m>",
      kept: ["<ParameterKey>X</ParameterKey>"]
    ),
    .xml("an output", "<m><OutputKey>ExternalId</OutputKey><OutputValue>\(secret)</OutputValue></m>"),
    .xml("a JSON document", "<R><TemplateBody>{&quot;externalId&quot;:&quot;\(secret)&quot;}</TemplateBody></R>"),
    .xml(
      "an encoded policy",
      "<R><AssumeRolePolicyDocument>%7B%22sts%3AExternalId%22%3A%22\(encoded)%22%7D</AssumeRolePolicyDocument></R>"
    ),
    .xml("a YAML document", "<R><TemplateBody>ExternalId: \(secret)</TemplateBody></R>", kept: ["bytes)"]),
    .xml(
      "a custom resource's id",
      "<m><PhysicalResourceId>\(secret)</PhysicalResourceId><ResourceType>Custom::RandomExtIdGenerator</ResourceType></m>"
    ),
    .xml(
      "an error stays readable",
      "<E><Error><Code>Throttling</Code><Message>Rate &lt;exceeded&gt;</Message></Error></E>",
      kept: ["<Code>Throttling</Code>", "Rate &lt;exceeded>"]
    ),
    .xml("broken XML", "<R><Password>\(secret)</R>", kept: ["bytes)"]),
    .xml("cut XML", "<R><Password>\(secret)", kept: ["bytes)"]),
  ]

  private static let others: [Position] = {
    var query = Position("presigned query")
    query.target = "/k?X-Amz-Security-Token=\(encoded)&X-Amz-Signature=\(encoded)&X-Amz-Date=20261124T000000Z"
    query.kept = ["X-Amz-Date=20261124T000000Z", "X-Amz-Signature=(redacted)"]
    var cookie = Position("answer header Set-Cookie")
    cookie.answerHeaders = ["Set-Cookie: session=\(secret)"]
    var location = Position("answer header Location")
    location.answerHeaders = ["Location: https://s3/x?X-Amz-Signature=\(encoded)"]
    var token = Position("a token as plain text")
    token.answer = secret
    token.kept = ["bytes)"]
    var html = Position("HTML")
    html.answerType = "text/html"
    html.answer = "<input name=password value='\(secret)'>"
    return [query, cookie, location, token, html]
  }()

  @Test(arguments: headers + jsonKeys + jsonShapes + forms + xmls + others)
  func `a secret never reaches the log`(position: Position) async throws {
    let path = "\(FileManager.default.temporaryDirectory.path)/wire-\(UUID().uuidString).log"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try WireLog(path: path)
    try await withRawServer { _, _ in
      [
        .send(
          .answer("200 OK", position.answer, headers: ["Content-Type: \(position.answerType)"] + position.answerHeaders)
        )
      ]
    } _: { server in
      let sender = HTTPSender(.init(log: log))
      let request = HTTPRequest(
        method: "POST",
        scheme: .http,
        host: "127.0.0.1",
        port: server.port,
        target: position.target,
        headers: [HTTPHeader("Content-Type", position.type)] + position.headers,
        body: Array(position.body.utf8)
      )
      _ = try await withTimeout { try await sender.send(request) }
      try await sender.shutdown()
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!text.contains("hunter2"))
    #expect(text.contains("\n> Content-Type: \(position.type)\n"))
    for kept in position.kept { #expect(text.contains(kept)) }
  }

  @Test func `control characters do not reach a terminal that shows the log`() async throws {
    let path = "\(FileManager.default.temporaryDirectory.path)/wire-\(UUID().uuidString).log"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let log = try WireLog(path: path)
    try await withRawServer { _, _ in
      [
        .send(
          .answer("200 OK", "{\"name\":\"a\\u001b]0;x\\u0007\\u202eb\"}", headers: ["Content-Type: application/json"])
        )
      ]
    } _: { server in
      let sender = HTTPSender(.init(log: log))
      _ = try await sender.send(
        HTTPRequest(method: "GET", scheme: .http, host: "127.0.0.1", port: server.port, target: "/")
      )
      try await sender.shutdown()
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("{\"name\":\"a\\u{1b}]0;x\\u{7}\\u{202e}b\"}"))
  }
}
