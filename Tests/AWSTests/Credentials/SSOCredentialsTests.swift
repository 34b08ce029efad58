import FoundationEssentials
import Sandbox
import TestSupport
import Testing
import Transport

@testable import AWS

/// Sign-ins through IAM Identity Center, in both forms a profile may have.
struct SSOCredentialsTests {
  /// `sha1("corp")`, by Python's hashlib.
  private static let sessionFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
  private static let config = """
    [sso-session corp]
    sso_region = eu-west-1
    sso_start_url = https://corp.awsapps.com/start
    [profile session]
    sso_session = corp
    sso_account_id = 111111111111
    sso_role_name = Read/er
    [profile legacy]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = 111111111111
    sso_role_name = Reader
    """
  private static let roleCredentials = """
    {"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret","sessionToken":"token","expiration":1795503600000}}
    """

  private let clock = ManualTiming()

  private struct Scene {
    let home: TemporaryHome
    let service: ScriptedService
    let tokens: SSOTokens
    let settings: AWSSettings
    let clock: ManualTiming

    func source(_ profile: String, config: String = SSOCredentialsTests.config) throws -> SSOCredentials {
      let configuration = try SharedConfigurationTests.configuration(config)
      let source = try SSOCredentials(
        configuration.profile(named: profile),
        configuration: configuration,
        settings: settings,
        tokens: tokens,
        sender: HTTPSender(),
        timing: clock.timing
      )
      return try #require(source)
    }
  }

  private func withScene(
    _ script: Script,
    _ body: (Scene) async throws -> Void
  ) async throws {
    try await withTemporaryHome { home in
      try await withService(script) { service in
        let environment = ProcessEnvironment(["HOME": home.path])
        try await body(
          Scene(
            home: home,
            service: service,
            tokens: SSOTokens(environment: environment, sender: HTTPSender(), timing: clock.timing),
            settings: AWSSettings(endpointURLs: ["SSO": service.address, "SSO_OIDC": service.address]),
            clock: clock
          )
        )
      }
    }
  }

  /// A token file as the AWS CLI writes it, that ends so many minutes after the clock's start.
  private static func token(minutes: Double, registrationDays: Double = 30) -> String {
    let end = Timestamp.text(ManualTiming.start.addingTimeInterval(minutes * 60))
    let registrationEnd = Timestamp.text(ManualTiming.start.addingTimeInterval(registrationDays * 86_400))
    return """
      {"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"oldAccess","expiresAt":"\(end)",
      "clientId":"client","clientSecret":"clientSecret","registrationExpiresAt":"\(registrationEnd)",
      "refreshToken":"oldRefresh"}
      """
  }

  @Test func `a role's keys come for the token of the session's file`() async throws {
    try await withScene(Script { _ in .json(Self.roleCredentials) }) { scene in
      try scene.home.write(Self.token(minutes: 60), to: Self.sessionFile)
      #expect(
        try await scene.source("session").fetch()
          == AWSCredentials(
            accessKeyID: "id",
            secretAccessKey: "secret",
            sessionToken: "token",
            expiration: Date(timeIntervalSince1970: 1_795_503_600),
            accountID: "111111111111"
          )
      )
      let request = try #require(scene.service.requests.first)
      #expect(scene.service.requests.count == 1)
      #expect(request.method == "GET")
      #expect(request.path == "/federation/credentials")
      #expect(request.queryValue("role_name") == "Read/er")
      #expect(request.queryValue("account_id") == "111111111111")
      #expect(request.header("x-amz-sso_bearer_token") == "oldAccess")
      #expect(request.header("authorization") == nil)
    }
  }

  @Test func `the older form finds its token by the start address`() async throws {
    try await withScene(Script { _ in .json(Self.roleCredentials) }) { scene in
      // sha1("https://corp.awsapps.com/start"), by Python's hashlib.
      let session = try SSOSession.sample("legacy", config: Self.config)
      let key = try #require(session).cacheKey
      #expect(key == "a51746d4aa793ae07b25e90c3a5db96fc7832bd7")
      try scene.home.write(
        "{\"accessToken\":\"oldAccess\",\"expiresAt\":\"2026-11-24T06:00:01UTC\"}",
        to: ".aws/sso/cache/\(key).json"
      )
      #expect(try await scene.source("legacy").fetch().accessKeyID == "id")
    }
  }

  @Test func `in the last quarter of an hour the token is renewed and its file replaced`() async throws {
    try await withScene(
      Script { request in
        request.path == "/token"
          ? .json(
            "{\"accessToken\":\"newAccess\",\"tokenType\":\"Bearer\",\"expiresIn\":3600,\"refreshToken\":\"newRefresh\"}"
          )
          : .json(Self.roleCredentials)
      }
    ) { scene in
      try scene.home.write(Self.token(minutes: 14), to: Self.sessionFile)
      _ = try await scene.source("session").fetch()
      let renewal = try #require(scene.service.requests.first)
      #expect(
        try JSONDecoder().decode(JSONValue.self, from: Data(renewal.body))
          == .object([
            "clientId": .text("client"), "clientSecret": .text("clientSecret"), "grantType": .text("refresh_token"),
            "refreshToken": .text("oldRefresh"),
          ])
      )
      #expect(renewal.header("content-type") == "application/json")
      #expect(scene.service.requests.last?.header("x-amz-sso_bearer_token") == "newAccess")
      let file = try JSONDecoder().decode(
        SSOToken.self,
        from: Data(try #require(scene.home.text(of: Self.sessionFile)).utf8)
      )
      #expect(file.accessToken == "newAccess")
      #expect(file.refreshToken == "newRefresh")
      #expect(file.expiresAt == "2026-11-24T07:00:00Z")
      #expect(file.clientId == "client")
      #expect(file.registrationExpiresAt == "2026-12-24T06:00:00Z")
      #expect(try scene.home.permissions(of: Self.sessionFile) == 0o600)
      #expect(try scene.home.names(in: ".aws/sso/cache").count == 1)
    }
  }

  @Test func `a renewal that fails keeps the old token, and is tried once a minute`() async throws {
    try await withScene(
      Script { request in
        request.path == "/token"
          ? .json("{}", status: 400, errorType: "InvalidRequestException") : .json(Self.roleCredentials)
      }
    ) { scene in
      try scene.home.write(Self.token(minutes: 14), to: Self.sessionFile)
      let source = try scene.source("session")
      func renewals() -> Int { scene.service.requests.count { $0.path == "/token" } }
      for _ in 0..<3 { _ = try await source.fetch() }
      #expect(renewals() == 1)
      clock.advance(60)
      _ = try await source.fetch()
      #expect(renewals() == 2)
    }
  }

  @Test func `many profiles of one session renew its token once`() async throws {
    try await withScene(
      Script { request in
        request.path == "/token"
          ? .json("{\"accessToken\":\"newAccess\",\"expiresIn\":3600}") : .json(Self.roleCredentials)
      }
    ) { scene in
      try scene.home.write(Self.token(minutes: 5), to: Self.sessionFile)
      let sources = try (0..<20).map { _ in try scene.source("session") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for source in sources { group.addTask { _ = try await source.fetch() } }
        try await group.waitForAll()
      }
      #expect(scene.service.requests.count { $0.path == "/token" } == 1)
    }
  }

  static let expired = CredentialError.signInExpired(
    source: "SSO session corp",
    command: "aws sso login --sso-session corp (or rolecall login)"
  )

  @Test(arguments: ["InvalidGrantException", "ExpiredTokenException", "UnauthorizedClientException"])
  func `an ended token whose renewal is refused asks for a sign-in`(code: String) async throws {
    try await withScene(Script { _ in .json("{}", status: 400, errorType: code) }) { scene in
      try scene.home.write(Self.token(minutes: -1), to: Self.sessionFile)
      await #expect(throws: Self.expired) { try await scene.source("session").fetch() }
    }
  }

  @Test(arguments: [
    (nil, "no file"), ("{", "damaged"), ("{\"accessToken\":\"a\"}", "without an end"),
    ("{\"accessToken\":\"a\",\"expiresAt\":\"2026-11-24T05:00:00Z\"}", "ended, without renewal"),
    (token(minutes: -1, registrationDays: -1), "ended, and its registration too"),
  ])
  func `without a token that holds, a sign-in is asked for and nobody else`(text: String?, why: String) async throws {
    try await withScene(Script { _ in .json(Self.roleCredentials) }) { scene in
      if let text { try scene.home.write(text, to: Self.sessionFile) }
      await #expect(throws: Self.expired) { try await scene.source("session").fetch() }
      #expect(scene.service.requests.isEmpty)
    }
  }

  @Test func `an ended token whose renewal finds nobody is no ended sign-in`() async throws {
    try await withScene(Script { _ in .json("{}", status: 500) }) { scene in
      try scene.home.write(Self.token(minutes: -1), to: Self.sessionFile)
      await #expect(
        throws: CredentialError.failed(
          source: "SSO session corp",
          reason: "the sign-in cannot be renewed: refused with HTTP 500"
        )
      ) {
        try await scene.source("session").fetch()
      }
      #expect(clock.sleeps == [.milliseconds(200), .seconds(1)])
    }
  }

  @Test(
    arguments: [
      (401, "UnauthorizedException", expired),
      (
        403, "ForbiddenException",
        .failed(
          source: "profile session (SSO session corp)",
          reason: "the sign-in has no role Read/er in the account 111111111111"
        )
      ),
      (
        404, "ResourceNotFoundException",
        .failed(
          source: "profile session (SSO session corp)",
          reason: "the sign-in has no role Read/er in the account 111111111111"
        )
      ),
      (
        400, "InvalidRequestException",
        .failed(
          source: "profile session (SSO session corp)",
          reason: "the portal: refused with InvalidRequestException (HTTP 400)"
        )
      ),
    ] as [(Int, String, CredentialError)]
  )
  func `the portal's refusals are told in words`(status: Int, code: String, error: CredentialError) async throws {
    try await withScene(Script { _ in .json("{\"message\":\"oldAccess\"}", status: status, errorType: code) }) {
      scene in
      try scene.home.write(Self.token(minutes: 60), to: Self.sessionFile)
      await #expect(throws: error) { try await scene.source("session").fetch() }
    }
  }

  @Test(arguments: [
    (
      "[profile p]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = r\n",
      "the config file has no [sso-session gone]"
    ),
    (
      "[profile p]\nsso_session = s\n[sso-session s]\nsso_region = eu-west-1\n",
      "[sso-session s] needs sso_start_url and sso_region"
    ),
    (
      "[profile p]\nsso_session = s\nsso_region = us-east-1\n[sso-session s]\nsso_region = eu-west-1\nsso_start_url = u\n",
      "sso_region of the profile p and of [sso-session s] differ"
    ),
    (
      "[profile p]\nsso_start_url = u\n", "the profile p has sso_start_url and no sso_region"
    ),
    (
      "[profile p]\nsso_start_url = u\nsso_region = eu-west-1\nsso_role_name = r\n",
      "the profile p signs in by SSO and needs sso_account_id and sso_role_name"
    ),
  ])
  func `a profile that cannot be meant is named`(config: String, sentence: String) async throws {
    try await withScene(Script { _ in .json("") }) { scene in
      #expect(throws: CredentialError.misconfigured(sentence)) { try scene.source("p", config: config) }
    }
  }

  @Test(arguments: [
    ("corp", "aws sso login --sso-session corp (or rolecall login)"),
    ("a b's", "aws sso login --sso-session 'a b'\\''s' (or rolecall login)"),
  ])
  func `names in commands are quoted for the shell`(name: String, command: String) throws {
    let configuration = try SharedConfigurationTests.configuration(
      "[sso-session \"\(name)\"]\nsso_region = eu-west-1\nsso_start_url = u\n"
    )
    #expect(try SSOSession(named: name, configuration: configuration).command == command)
  }
}

extension SSOSession {
  fileprivate static func sample(_ profile: String, config: String) throws -> SSOSession? {
    let configuration = try SharedConfigurationTests.configuration(config)
    return try SSOSession(configuration.profile(named: profile), configuration: configuration)
  }
}
