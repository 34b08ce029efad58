import AWS
import AWSQuery
import FoundationEssentials
import TestSupport
import Testing
import Transport

@testable import Sandbox

/// Sign-ins that only the sandbox can judge: it checks proofs, spends refresh tokens, and knows whose keys are whose.
struct SandboxCredentialTests {
  private static let login = "arn:aws:iam::111111111111:user/admin"
  /// The SHA-256 of the session's name, by Python's hashlib.
  private static let loginFile =
    ".aws/login/cache/c22c272245a484495270877cc90684a91f1cb2cb4e6f04eaef6d1731656c0808.json"
  /// A key for tests, made by `openssl ecparam -genkey -name prime256v1` and `openssl pkcs8 -topk8`.
  private static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgP/WsREH9ujYZRfJq
    E/D5kjgxAQwwM5keaZyw3MzaSQWhRANCAATN1zTMR+DyHHShmqk+VYYKsU8rWcKD
    GL9L4Nxjc6Bjend6bgJdgTL57o1P1PMy12MeaRRkCVbrpx4JjHqP1nME
    -----END PRIVATE KEY-----

    """

  private struct Scene {
    let home: TemporaryHome
    let identity: IdentityServer
    let chain: CredentialChain
    let settings: AWSSettings

    /// Who the profile's credentials belong to, by the sandbox's word.
    func caller(_ cache: CredentialCache) async throws -> String {
      let connection = AWSConnection(settings: settings, sender: HTTPSender(), governor: Governor()) {
        refused throws(CredentialError) in
        guard let refused else { return try await cache.credentials() }
        return try await cache.credentials(replacing: refused)
      }
      return try await STS(connection).getCallerIdentity().arn
    }
  }

  private func withScene(
    config: String,
    identity options: IdentityOptions = IdentityOptions(),
    _ body: @escaping @Sendable (Scene) async throws -> Void
  ) async throws {
    try await withTimeout {
      try await withTemporaryHome { home in
        try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 5)) { sandbox in
          let identity = IdentityServer(world: sandbox.world, options: options)
          try await identity.serving { address in
            try home.write(config, to: ".aws/config")
            let environment = ProcessEnvironment([
              "HOME": home.path, "AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL_STS": sandbox.awsURL,
              "AWS_ENDPOINT_URL_SIGNIN": address, "AWS_ENDPOINT_URL_SSO": address,
              "AWS_ENDPOINT_URL_SSO_OIDC": address,
            ])
            let configuration = try SharedConfiguration(environment: environment)
            try await body(
              Scene(
                home: home,
                identity: identity,
                chain: CredentialChain(environment: environment, sender: HTTPSender(), governor: Governor()),
                settings: try AWSSettings(environment: environment, configuration: configuration)
              )
            )
          }
        }
      }
    }
  }

  private static func loginSession(refreshToken: String) throws -> String {
    let key = String(decoding: try JSONEncoder().encode(key), as: UTF8.self)
    return """
      {"accessToken":{"accessKeyId":"old","secretAccessKey":"old","sessionToken":"old","accountId":"111111111111",
      "expiresAt":"2020-01-01T00:00:00Z"},"refreshToken":"\(refreshToken)",
      "clientId":"arn:aws:signin:::devtools/same-device","dpopKey":\(key)}
      """
  }

  @Test func `a login session is renewed again and again, each time with a new proof and token`() async throws {
    try await withScene(config: "[profile admin]\nlogin_session = \(Self.login)\n") { scene in
      let token = await scene.identity.beginConsoleSession(
        account: "111111111111",
        role: "Admin",
        client: "arn:aws:signin:::devtools/same-device"
      )
      try scene.home.write(Self.loginSession(refreshToken: token), to: Self.loginFile)
      let cache = await scene.chain.credentials(profile: "admin")
      let caller = try await scene.caller(cache)
      #expect(caller == "arn:aws:sts::111111111111:assumed-role/Admin/sandbox-user")
      let first = try await cache.credentials()
      let kept = try #require(scene.home.text(of: Self.loginFile))
      #expect(kept.contains(first.accessKeyID))
      #expect(!kept.contains(token))
      // As if the time had passed: the file's keys have ended, its refresh token has not.
      let aged = kept.replacing(
        try #require(kept.firstMatch(of: /20\d\d-[0-9T:-]+Z/)).output,
        with: "2020-01-01T00:00:00Z"
      )
      try scene.home.write(aged, to: Self.loginFile)
      let second = try await cache.credentials(replacing: first)
      #expect(second.accessKeyID != first.accessKeyID)
    }
  }

  @Test func `a changed password ends a login session`() async throws {
    try await withScene(config: "[profile admin]\nlogin_session = \(Self.login)\n") { scene in
      let token = await scene.identity.beginConsoleSession(
        account: "111111111111",
        role: "Admin",
        client: "arn:aws:signin:::devtools/same-device"
      )
      try scene.home.write(Self.loginSession(refreshToken: token), to: Self.loginFile)
      await scene.identity.changeConsoleCredentials()
      let cache = await scene.chain.credentials(profile: "admin")
      await #expect(
        throws: CredentialError.signInExpired(
          source: "profile admin (login session)",
          command: "aws login --profile admin"
        )
      ) {
        try await cache.credentials()
      }
    }
  }

  @Test func `after an ended sign-in a new one from inside is taken up by the same cache`() async throws {
    let config = """
      [sso-session corp]
      sso_region = eu-west-1
      sso_start_url = https://corp.awsapps.com/start
      [profile sso]
      sso_session = corp
      sso_account_id = 111111111111
      sso_role_name = OrganizationReader
      """
    var options = IdentityOptions()
    options.pollInterval = .zero
    options.deviceAnswers = [.pending]
    try await withScene(config: config, identity: options) { scene in
      let cache = await scene.chain.credentials(profile: "sso")
      await #expect(
        throws: CredentialError.signInExpired(
          source: "SSO session corp",
          command: "aws sso login --sso-session corp (or rolecall login)"
        )
      ) {
        try await cache.credentials()
      }
      let configuration = try SharedConfiguration(environment: scene.chain.environment)
      let signIn = DeviceSignIn(
        to: try SSOSession(named: "corp", configuration: configuration),
        settings: scene.settings,
        tokens: scene.chain.tokens,
        sender: HTTPSender()
      )
      var last: SignInEvent?
      for await event in signIn.events() {
        last = event
        guard case .visit(let address, _, _) = event else { continue }
        let port = try #require(address.firstMatch(of: /:(\d+)\//)?.output.1)
        let target = try #require(address.firstRange(of: "/device")).lowerBound
        let page = HTTPRequest(
          method: "GET",
          scheme: .http,
          host: "127.0.0.1",
          port: Int(port),
          target: String(address[target...])
        )
        _ = try await HTTPSender().send(page)
      }
      guard case .succeeded? = last else {
        Issue.record("ended with \(String(describing: last))")
        return
      }
      await cache.forget()
      let caller = try await scene.caller(cache)
      #expect(caller.hasPrefix("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_OrganizationReader_"))
    }
  }
}
