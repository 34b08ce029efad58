import Crypto
import FoundationEssentials
import Sandbox
import TestSupport
import Testing
import Transport

@testable import AWS

/// Sessions of `aws login`.
struct LoginSessionTests {
  private static let name = "arn:aws:iam::111111111111:user/admin"
  /// The SHA-256 of the name, by Python's hashlib.
  private static let file = ".aws/login/cache/c22c272245a484495270877cc90684a91f1cb2cb4e6f04eaef6d1731656c0808.json"
  /// A key for tests, made by `openssl ecparam -genkey -name prime256v1`, in the form the AWS CLI stores.
  private static let key = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEID/1rERB/bo2GUXyahPw+ZI4MQEMMDOZHmmcsNzM2kkFoAoGCCqGSM49
    AwEHoUQDQgAEzdc0zEfg8hx0oZqpPlWGCrFPK1nCgxi/S+DcY3OgY3p3em4CXYEy
    +e6NT9TzMtdjHmkUZAlW66ceCYx6j9ZzBA==
    -----END EC PRIVATE KEY-----

    """
  private static let renewed = """
    {"accessToken":{"accessKeyId":"newID","secretAccessKey":"newSecret","sessionToken":"newToken"},
    "tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"newRefresh"}
    """
  private static let expired = CredentialError.signInExpired(
    source: "profile admin (login session)",
    command: "aws login --profile admin"
  )

  private let clock = ManualTiming()

  /// A session file as the AWS CLI writes it.
  private static func session(minutes: Double) throws -> String {
    let end = Timestamp.text(ManualTiming.start.addingTimeInterval(minutes * 60))
    let key = String(decoding: try JSONEncoder().encode(key), as: UTF8.self)
    return """
      {"accessToken":{"accessKeyId":"oldID","secretAccessKey":"oldSecret","sessionToken":"oldToken",
      "accountId":"111111111111","expiresAt":"\(end)"},"tokenType":"aws_sigv4","refreshToken":"oldRefresh",
      "idToken":"identity","clientId":"arn:aws:signin:::devtools/same-device","dpopKey":\(key),"more":[1,null,true,0.5]}
      """
  }

  private func withScene(
    _ script: Script,
    region: String? = "eu-west-1",
    _ body: (TemporaryHome, ScriptedService, [LoginSessionCredentials]) async throws -> Void
  ) async throws {
    try await withTemporaryHome { home in
      try await withService(script) { service in
        let configuration = try SharedConfigurationTests.configuration(
          "[profile admin]\nlogin_session = \(Self.name)\n"
        )
        let sessions = LoginSessions(
          environment: ProcessEnvironment(["HOME": home.path]),
          sender: HTTPSender(),
          timing: clock.timing
        )
        let profile = try configuration.profile(named: "admin")
        let settings = AWSSettings(region: region, endpointURLs: ["SIGNIN": service.address])
        try await body(
          home,
          service,
          try (0..<10).map { _ in
            try #require(LoginSessionCredentials(profile, settings: settings, sessions: sessions))
          }
        )
      }
    }
  }

  @Test func `with more than five minutes left the file's keys are taken as they are`() async throws {
    try await withScene(Script { _ in .json("{}", status: 500) }) { home, service, sources in
      try home.write(Self.session(minutes: 6), to: Self.file)
      let credentials = try await sources[0].fetch()
      #expect(
        credentials
          == AWSCredentials(
            accessKeyID: "oldID",
            secretAccessKey: "oldSecret",
            sessionToken: "oldToken",
            expiration: ManualTiming.start.addingTimeInterval(360),
            accountID: "111111111111"
          )
      )
      #expect(service.requests.isEmpty)
    }
  }

  @Test func `in the last five minutes they are renewed, and the file replaced with all it held`() async throws {
    try await withScene(Script { _ in .json(Self.renewed) }) { home, service, sources in
      try home.write(Self.session(minutes: 4), to: Self.file)
      let credentials = try await sources[0].fetch()
      #expect(credentials.accessKeyID == "newID")
      #expect(credentials.accountID == "111111111111")
      #expect(credentials.expiration == ManualTiming.start.addingTimeInterval(900))
      let request = try #require(service.requests.first)
      #expect(request.method == "POST")
      #expect(request.path == "/v1/token")
      #expect(
        try JSONDecoder().decode(JSONValue.self, from: Data(request.body))
          == .object([
            "clientId": .text("arn:aws:signin:::devtools/same-device"), "grantType": .text("refresh_token"),
            "refreshToken": .text("oldRefresh"),
          ])
      )
      let text = try #require(home.text(of: Self.file))
      let file = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      #expect(file["refreshToken"]?.text == "newRefresh")
      #expect(file["accessToken"]?["expiresAt"]?.text == "2026-11-24T06:15:00Z")
      #expect(file["accessToken"]?["accountId"]?.text == "111111111111")
      #expect(file["idToken"]?.text == "identity")
      #expect(file["dpopKey"]?.text == Self.key)
      #expect(file["more"] == .list([.integer(1), .null, .bool(true), .number(0.5)]))
      #expect(try home.permissions(of: Self.file) == 0o600)
      #expect(try home.names(in: ".aws/login/cache").count == 1)
    }
  }

  @Test func `the proof is a signed statement about this request`() async throws {
    try await withScene(Script { _ in .json(Self.renewed) }) { home, service, sources in
      try home.write(Self.session(minutes: 4), to: Self.file)
      _ = try await sources[0].fetch()
      let proof = try #require(service.requests.first?.header("dpop")).split(separator: ".").map(String.init)
      try #require(proof.count == 3)
      let head = try JSONDecoder().decode(JSONValue.self, from: Self.data(proof[0]))
      #expect(
        head
          == .object([
            "typ": .text("dpop+jwt"), "alg": .text("ES256"),
            "jwk": .object([
              "kty": .text("EC"), "crv": .text("P-256"),
              "x": .text("zdc0zEfg8hx0oZqpPlWGCrFPK1nCgxi_S-DcY3OgY3o"),
              "y": .text("d3puAl2BMvnujU_U8zLXYx5pFGQJVuunHgmMeo_WcwQ"),
            ]),
          ])
      )
      let claims = try JSONDecoder().decode(JSONValue.self, from: Self.data(proof[1]))
      #expect(claims["htm"]?.text == "POST")
      #expect(claims["htu"]?.text == "\(service.address)/v1/token")
      #expect(claims["iat"] == .integer(1_795_500_000))
      #expect(claims["jti"]?.text?.count == 36)
      let key = try P256.Signing.PrivateKey(pemRepresentation: Self.key).publicKey
      let signature = try P256.Signing.ECDSASignature(rawRepresentation: Self.data(proof[2]))
      #expect(key.isValidSignature(signature, for: Data("\(proof[0]).\(proof[1])".utf8)))
    }
  }

  @Test func `many profiles of one session renew it once, since a refresh token is good once`() async throws {
    try await withScene(Script { _ in .json(Self.renewed) }) { home, service, sources in
      try home.write(Self.session(minutes: 4), to: Self.file)
      try await withThrowingTaskGroup(of: String.self) { group in
        for source in sources { group.addTask { try await source.fetch().accessKeyID } }
        for try await id in group { #expect(id == "newID") }
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test(arguments: [(401, "TOKEN_EXPIRED"), (403, "USER_CREDENTIALS_CHANGED")])
  func `an ended session asks for a sign-in`(status: Int, word: String) async throws {
    let refusal = Script { _ in
      .json("{\"error\":\"\(word)\",\"message\":\"m\"}", status: status, errorType: "AccessDeniedException")
    }
    try await withScene(refusal) { home, _, sources in
      try home.write(Self.session(minutes: 4), to: Self.file)
      await #expect(throws: Self.expired) { try await sources[0].fetch() }
    }
  }

  @Test func `a session that may not renew says so`() async throws {
    let refusal = Script { _ in
      .json("{\"error\":\"INSUFFICIENT_PERMISSIONS\"}", status: 403, errorType: "AccessDeniedException")
    }
    try await withScene(refusal) { home, _, sources in
      try home.write(Self.session(minutes: -1), to: Self.file)
      await #expect(
        throws: CredentialError.failed(
          source: "profile admin (login session)",
          reason: "the session may not renew its credentials"
        )
      ) {
        try await sources[0].fetch()
      }
    }
  }

  @Test func `a renewal that finds nobody is no harm while the old keys hold`() async throws {
    try await withScene(Script { _ in .json("{}", status: 503) }) { home, _, sources in
      try home.write(Self.session(minutes: 4), to: Self.file)
      let credentials = try await sources[0].fetch()
      #expect(credentials.accessKeyID == "oldID")
      clock.advance(240)
      await #expect(
        throws: CredentialError.failed(source: "profile admin (login session)", reason: "refused with HTTP 503")
      ) {
        try await sources[0].fetch()
      }
    }
  }

  @Test(arguments: [nil, "{", "{\"accessToken\":{}}"])
  func `without a session file that holds, a sign-in is asked for`(text: String?) async throws {
    try await withScene(Script { _ in .json("{}") }) { home, service, sources in
      if let text { try home.write(text, to: Self.file) }
      await #expect(throws: Self.expired) { try await sources[0].fetch() }
      #expect(service.requests.isEmpty)
    }
  }

  @Test func `without a region there is nobody to renew at`() async throws {
    try await withScene(Script { _ in .json("{}") }, region: nil) { home, _, sources in
      try home.write(Self.session(minutes: -1), to: Self.file)
      await #expect(
        throws: CredentialError.misconfigured("profile admin (login session) needs a region to renew its session")
      ) {
        try await sources[0].fetch()
      }
    }
  }

  private static func data(_ text: String) throws -> Data {
    var base64 = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
    while base64.count % 4 != 0 { base64.append("=") }
    return try #require(Data(base64Encoded: String(base64)))
  }
}
