import AWS
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport

@testable import AWSQuery

/// The chain from its files to STS and back, over loopback HTTP.
struct CredentialChainTests {
  /// STS as far as roles go: answers with keys named after the session that asked, or with what `refuse` says.
  private static func sts(refuse: @escaping @Sendable (LoopbackRequest) -> LoopbackReply? = { _ in nil }) -> Script {
    Script { request in
      if let refusal = refuse(request) { return refusal }
      let form = Form(request)
      let operation = form["Action"] ?? ""
      return LoopbackReply(
        status: 200,
        contentType: "text/xml",
        body: Array(
          """
          <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result>
          <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId>
          <Arn>arn:aws:sts::222222222222:assumed-role/r/s</Arn></AssumedRoleUser>
          <Credentials><AccessKeyId>ASIA\(form["RoleArn"]?.suffix(1) ?? "")</AccessKeyId>
          <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
          <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
          </\(operation)Result><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></\(operation)Response>
          """.utf8
        )
      )
    }
  }

  private struct Form {
    let fields: [String: String]

    init(_ request: LoopbackRequest) {
      let decoded = LoopbackRequest(method: "GET", target: "/?" + String(decoding: request.body, as: UTF8.self))
      fields = Dictionary(decoded.query.map { ($0.name, $0.value) }) { $1 }
    }

    subscript(name: String) -> String? { fields[name] }
  }

  private static let base = """
    [default]
    region = eu-west-1
    [profile base]
    aws_access_key_id = AKIABASE
    aws_secret_access_key = baseSecret

    """

  private func withChain(
    _ script: Script,
    config: String,
    variables: [String: String] = [:],
    prompt: CodePrompt? = nil,
    _ body: (CredentialChain, ScriptedService, TemporaryHome) async throws -> Void
  ) async throws {
    try await withTemporaryHome { home in
      try await withService(script) { service in
        try home.write(Self.base + config, to: ".aws/config")
        let own = [
          "HOME": home.path, "USER": "ada", "AWS_ENDPOINT_URL_STS": service.address, "AWS_REGION": "eu-west-1",
          "AWS_EC2_METADATA_DISABLED": "true",
        ]
        let chain = CredentialChain(
          environment: ProcessEnvironment(own.merging(variables) { $1 }),
          sender: HTTPSender(),
          governor: Governor(),
          prompt: prompt
        )
        try await body(chain, service, home)
      }
    }
  }

  @Test func `a role is asked for with everything the profile says`() async throws {
    let config = """
      [profile p]
      role_arn = arn:aws:iam::222222222222:role/1
      source_profile = base
      external_id = ext
      mfa_serial = arn:aws:iam::111111111111:mfa/ada
      duration_seconds = 900
      """
    let asked = Mutex<[CodePrompt.Question]>([])
    let prompt = CodePrompt { question in
      asked.withLock { $0.append(question) }
      return "123456"
    }
    try await withChain(Self.sts(), config: config, prompt: prompt) { chain, service, _ in
      let credentials = try await chain.credentials(profile: "p").credentials()
      #expect(credentials.accessKeyID == "ASIA1")
      #expect(credentials.accountID == "222222222222")
      let request = try #require(service.requests.first)
      #expect(
        Form(request).fields == [
          "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::222222222222:role/1",
          "RoleSessionName": "rolecall-ada", "ExternalId": "ext", "DurationSeconds": "900",
          "SerialNumber": "arn:aws:iam::111111111111:mfa/ada", "TokenCode": "123456",
        ]
      )
      let authorization = try #require(request.header("authorization"))
      #expect(authorization.contains("Credential=AKIABASE/"))
      #expect(authorization.contains("/eu-west-1/sts/aws4_request"))
    }
    #expect(
      asked.withLock { $0 } == [
        .init(source: "profile p (assume role)", device: "arn:aws:iam::111111111111:mfa/ada")
      ]
    )
  }

  @Test func `a chain of roles is walked from its keys to its end`() async throws {
    let config = """
      [profile p]
      role_arn = arn:aws:iam::222222222222:role/2
      source_profile = q
      [profile q]
      role_arn = arn:aws:iam::222222222222:role/1
      source_profile = base
      """
    try await withChain(Self.sts(), config: config) { chain, service, _ in
      let credentials = try await chain.credentials(profile: "p").credentials()
      #expect(credentials.accessKeyID == "ASIA2")
      let signers = service.requests.compactMap { $0.header("authorization") }
      try #require(signers.count == 2)
      #expect(signers[0].contains("Credential=AKIABASE/"))
      #expect(signers[1].contains("Credential=ASIA1/"))
      #expect(service.requests[1].header("x-amz-security-token") == "token")
    }
  }

  @Test func `a role may be asked for with the environment's keys`() async throws {
    let config = "[profile p]\nrole_arn = arn:aws:iam::222222222222:role/1\ncredential_source = Environment\n"
    let variables = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "envSecret"]
    try await withChain(Self.sts(), config: config, variables: variables) { chain, service, _ in
      let credentials = try await chain.credentials(profile: "p").credentials()
      #expect(credentials.accessKeyID == "ASIA1")
      #expect(service.requests.first?.header("authorization")?.contains("Credential=AKIAENV/") == true)
    }
  }

  @Test func `a code without anybody to ask is an error`() async throws {
    let config = "[profile p]\nrole_arn = arn\nsource_profile = base\nmfa_serial = m\n"
    try await withChain(Self.sts(), config: config) { chain, service, _ in
      let cache = await chain.credentials(profile: "p")
      await #expect(throws: CredentialError.codeUnavailable(source: "profile p (assume role)")) {
        try await cache.credentials()
      }
      #expect(service.requests.isEmpty)
    }
  }

  @Test func `a refusal by STS is told in its words`() async throws {
    let config = "[profile p]\nrole_arn = arn:aws:iam::222222222222:role/1\nsource_profile = base\n"
    let refusal = Self.sts { _ in
      LoopbackReply(
        status: 403,
        contentType: "text/xml",
        body: Array(
          """
          <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no trust</Message></Error>
          <RequestId>id</RequestId></ErrorResponse>
          """.utf8
        )
      )
    }
    try await withChain(refusal, config: config) { chain, _, _ in
      let cache = await chain.credentials(profile: "p")
      await #expect(
        throws: CredentialError.failed(
          source: "profile p (assume role)",
          reason: "STS refused AssumeRole: no trust (AccessDenied)"
        )
      ) {
        try await cache.credentials()
      }
    }
  }

  @Test func `a web identity is shown unsigned, and its file read for each fetch`() async throws {
    let variables = ["AWS_ROLE_ARN": "arn:aws:iam::222222222222:role/1", "AWS_ROLE_SESSION_NAME": "pod"]
    try await withTemporaryHome { tokens in
      let path = try tokens.write("first\n", to: "token")
      let all = variables.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": path]) { $1 }
      try await withChain(Self.sts(), config: "", variables: all) { chain, service, _ in
        let cache = await chain.credentials()
        let first = try await cache.credentials()
        try tokens.write("second", to: "token")
        _ = try await cache.credentials(replacing: first)
        #expect(
          service.requests.map { Form($0).fields }
            == ["first", "second"].map { token in
              [
                "Action": "AssumeRoleWithWebIdentity", "Version": "2011-06-15",
                "RoleArn": "arn:aws:iam::222222222222:role/1", "RoleSessionName": "pod", "WebIdentityToken": token,
              ]
            }
        )
        #expect(service.requests.allSatisfy { $0.header("authorization") == nil })
      }
    }
  }

  @Test func `a web identity whose file is missing is an error`() async throws {
    let config = "[profile p]\nrole_arn = arn\nweb_identity_token_file = /no/such/token\n"
    try await withChain(Self.sts(), config: config) { chain, _, _ in
      let cache = await chain.credentials(profile: "p")
      await #expect(
        throws: CredentialError.failed(
          source: "profile p (web identity)",
          reason: "the token's file /no/such/token is missing"
        )
      ) {
        try await cache.credentials()
      }
    }
  }

  @Test func `a source that is configured and fails does not give way to the next`() async throws {
    let config =
      "[profile p]\ncredential_process = /no/such/command\naws_access_key_id = id\naws_secret_access_key = s\n"
    try await withChain(Self.sts(), config: config) { chain, _, _ in
      let cache = await chain.credentials(profile: "p")
      await #expect(
        throws: CredentialError.failed(
          source: "profile p (credential_process)",
          reason: "the command /no/such/command is not there"
        )
      ) {
        try await cache.credentials()
      }
    }
  }

  @Test func `a profile that is mended is taken up without a restart`() async throws {
    try await withChain(Self.sts(), config: "") { chain, _, home in
      let cache = await chain.credentials(profile: "late")
      await #expect(
        throws: CredentialError.misconfigured("the profile late is in neither the config nor the credentials file")
      ) {
        try await cache.credentials()
      }
      try home.write("[late]\naws_access_key_id = AKIALATE\naws_secret_access_key = s\n", to: ".aws/credentials")
      await cache.forget()
      let credentials = try await cache.credentials()
      #expect(credentials.accessKeyID == "AKIALATE")
    }
  }

  @Test func `a profile's credentials are kept once, whoever asks`() async throws {
    let config = "[profile p]\nrole_arn = arn:aws:iam::222222222222:role/1\nsource_profile = base\n"
    try await withChain(Self.sts(), config: config) { chain, service, _ in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<100 {
          group.addTask { _ = try await chain.credentials(profile: "p").credentials() }
        }
        try await group.waitForAll()
      }
      #expect(service.requests.count == 1)
    }
  }

  @Test func `with nothing configured the error names what was tried and what mends it`() async throws {
    try await withChain(Self.sts(), config: "") { chain, _, _ in
      let cache = await chain.credentials()
      let error = await #expect(throws: CredentialError.self) { try await cache.credentials() }
      #expect(
        error?.sentence
          == "no AWS credentials found (tried: environment, profile default, container, EC2 instance metadata)"
      )
      #expect(error?.nextStep == "set AWS_PROFILE, or name a profile in the context")
    }
  }

  @Test func `a role needs a region for its STS`() async throws {
    let config = "[profile p]\nrole_arn = arn\nsource_profile = base\n"
    try await withChain(Self.sts(), config: config, variables: ["AWS_REGION": ""]) { chain, _, _ in
      let cache = await chain.credentials(profile: "p")
      let error = await #expect(throws: CredentialError.self) { try await cache.credentials() }
      #expect(error?.sentence == "STS needs a region: set AWS_REGION, or region in the profile or the context")
      let other = await chain.credentials(profile: "p", region: "us-east-1")
      _ = try await other.credentials()
    }
  }
}
