import FoundationEssentials
import Testing

@testable import AWS

/// Keys that stand in the environment or in a file.
struct KeySourceTests {
  @Test func `the environment's keys are taken whole`() async throws {
    let source = try #require(
      EnvironmentCredentials(
        ProcessEnvironment([
          "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token",
          "AWS_ACCOUNT_ID": "111111111111", "AWS_CREDENTIAL_EXPIRATION": "2026-11-24T07:00:00Z",
        ])
      )
    )
    #expect(
      try await source.fetch()
        == AWSCredentials(
          accessKeyID: "id",
          secretAccessKey: "secret",
          sessionToken: "token",
          expiration: Date(timeIntervalSince1970: 1_795_503_600),
          accountID: "111111111111"
        )
    )
  }

  @Test func `half a pair in the environment is an error, and none is no source`() async throws {
    let half = try #require(EnvironmentCredentials(ProcessEnvironment(["AWS_ACCESS_KEY_ID": "id"])))
    await #expect(
      throws: CredentialError.misconfigured("AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not")
    ) {
      try await half.fetch()
    }
    #expect(EnvironmentCredentials(ProcessEnvironment(["AWS_ACCESS_KEY_ID": ""])) == nil)
  }

  @Test func `each file's keys are taken from that file only`() async throws {
    let configuration = try SharedConfigurationTests.configuration(
      "[profile a]\naws_access_key_id = idC\naws_secret_access_key = secretC\n[profile b]\naws_access_key_id = id\n",
      credentials: "[a]\naws_access_key_id = id\naws_secret_access_key = secret\naws_session_token = token\n"
    )
    let a = try configuration.profile(named: "a")
    let fromCredentials = try await ProfileKeys(a, in: .credentials)?.fetch()
    #expect(
      fromCredentials == AWSCredentials(accessKeyID: "id", secretAccessKey: "secret", sessionToken: "token")
    )
    let fromConfig = try await ProfileKeys(a, in: .config)?.fetch()
    #expect(fromConfig == AWSCredentials(accessKeyID: "idC", secretAccessKey: "secretC"))
    let b = try configuration.profile(named: "b")
    #expect(ProfileKeys(b, in: .credentials) == nil)
    await #expect(
      throws: CredentialError.misconfigured(
        "the profile b has aws_access_key_id and no aws_secret_access_key in the config file"
      )
    ) {
      try await ProfileKeys(b, in: .config)?.fetch()
    }
  }

  @Test func `whatever holds keys prints none`() throws {
    let configuration = try SharedConfigurationTests.configuration(
      "",
      credentials: "[a]\naws_secret_access_key = hidden\n"
    )
    let environment = ProcessEnvironment(["AWS_SECRET_ACCESS_KEY": "hidden"])
    let token = SSOToken(accessToken: "hidden", expiresAt: "2026-11-24T07:00:00Z", refreshToken: "hidden")
    let holders: [Any] = [
      try configuration.profile(named: "a"), configuration, environment, token,
      AWSCredentials(accessKeyID: "id", secretAccessKey: "hidden", sessionToken: "hidden"),
    ]
    for holder in holders {
      var dumped = ""
      dump(holder, to: &dumped)
      #expect(!"\(holder) \(String(reflecting: holder)) \(dumped)".contains("hidden"), "\(type(of: holder))")
    }
  }

  @Test(arguments: [
    ("2026-11-24T07:00:00Z", 1_795_503_600), ("2026-11-24T07:00:00.250Z", 1_795_503_600.25),
    ("2026-11-24T08:00:00+01:00", 1_795_503_600), ("2026-11-24T07:00:00UTC", 1_795_503_600),
    ("2026-11-24T07:00:00+00:00", 1_795_503_600),
  ])
  func `times are read in every form that tools write`(text: String, seconds: Double) throws {
    let date = try #require(Timestamp.date(text))
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
  }

  @Test func `a time is written in whole seconds`() {
    #expect(Timestamp.text(Date(timeIntervalSince1970: 1_795_503_600.9)) == "2026-11-24T07:00:00Z")
    #expect(Timestamp.date("tomorrow") == nil)
  }
}
