import AWS
import TestSupport
import Testing
import Transport

@testable import AWSQuery

/// Which source environment and files choose; nothing is fetched here.
struct ChainOrderTests {
  /// A profile with every kind of source, first to last; each test leaves some out.
  private static let role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
  private static let webIdentity = "web_identity_token_file = /token\nrole_arn = arn:aws:iam::1:role/r\n"
  private static let sso = "sso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
  private static let login = "login_session = arn\n"
  private static let process = "credential_process = /bin/true\n"
  private static let configKeys = "aws_access_key_id = id\naws_secret_access_key = secret\n"
  private static let credentialsKeys = "[p]\naws_access_key_id = id\naws_secret_access_key = secret\n"
  private static let keys = ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"]
  private static let tokenVariables = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn"]
  private static let container = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/"]
  private static let chosen = ["AWS_PROFILE": "p"]

  private static let rest = """
    [profile base]
    aws_access_key_id = id
    aws_secret_access_key = secret
    [sso-session s]
    sso_region = eu-west-1
    sso_start_url = u

    """

  /// The name of the source that `profile` leads to.
  private func source(
    profile: String? = nil,
    variables: [String: String] = [:],
    config: String,
    credentials: String = ""
  ) async throws -> any CredentialSource {
    try await withTemporaryHome { home in
      try home.write(Self.rest + config, to: ".aws/config")
      try home.write(credentials, to: ".aws/credentials")
      let environment = ProcessEnvironment(["HOME": home.path].merging(variables) { $1 })
      let configuration = try SharedConfiguration(environment: environment)
      let sender = HTTPSender()
      let links = ChainLinks(
        environment: environment,
        configuration: configuration,
        access: ServiceAccess(settings: AWSSettings(), sender: sender, governor: Governor(), timing: .system),
        tokens: SSOTokens(environment: environment, sender: sender),
        sessions: LoginSessions(environment: environment, sender: sender),
        prompt: nil,
        warn: { _ in }
      )
      return try links.source(
        for: configuration.profile(profile, environment: environment),
        isChosen: profile != nil
      )
    }
  }

  @Test(
    arguments: [
      (chosen.merging(keys) { $1 }, role + configKeys, credentialsKeys, "environment"),
      (chosen, role + sso + configKeys, credentialsKeys, "profile p (assume role)"),
      (chosen, webIdentity + sso + configKeys, credentialsKeys, "profile p (web identity)"),
      (chosen.merging(tokenVariables) { $1 }, sso, credentialsKeys, "web identity (environment)"),
      (chosen, sso + login + process + configKeys, credentialsKeys, "profile p (SSO session s)"),
      (chosen, login + process + configKeys, credentialsKeys, "profile p (keys in the credentials file)"),
      (chosen, login + process + configKeys, "", "profile p (login session)"),
      (chosen, process + configKeys, "", "profile p (credential_process)"),
      (chosen.merging(container) { $1 }, configKeys, "", "profile p (keys in the config file)"),
      (chosen.merging(container) { $1 }, "", "", "container"),
      (chosen, "", "", "EC2 instance metadata"),
      ([:], "", "", "EC2 instance metadata"),
    ] as [([String: String], String, String, String)]
  )
  func `the first source that is configured is the one`(
    variables: [String: String],
    config: String,
    credentials: String,
    name: String
  ) async throws {
    let source = try await source(
      variables: variables,
      config: "[profile p]\n\(config)",
      credentials: credentials
    )
    #expect(source.name == name)
  }

  @Test func `a profile that somebody chose beats the environment`() async throws {
    let variables = Self.keys.merging(Self.tokenVariables) { $1 }
    let keys = try await source(profile: "p", variables: variables, config: "[profile p]\n" + Self.configKeys)
    #expect(keys.name == "profile p (keys in the config file)")
    let none = try await source(profile: "p", variables: variables, config: "[profile p]\nregion = eu-west-1\n")
    #expect(none.name == "EC2 instance metadata")
  }

  @Test(arguments: [
    (
      "", ["AWS_EC2_METADATA_DISABLED": "true"],
      ["environment", "profile default", "container", "EC2 instance metadata"]
    )
  ])
  func `with nothing at all, what was looked at is named`(
    config: String,
    variables: [String: String],
    tried: [String]
  ) async throws {
    await #expect(throws: CredentialError.none(tried: tried)) {
      try await source(variables: variables, config: config)
    }
  }

  @Test(
    arguments: [
      (
        "role_arn = a\n", "the profile p has role_arn and neither source_profile nor credential_source"
      ),
      (
        "role_arn = a\nsource_profile = base\ncredential_source = Environment\n",
        "the profile p has both source_profile and credential_source"
      ),
      (
        "role_arn = a\ncredential_source = environment\n",
        "credential_source of the profile p is environment: expected Environment, Ec2InstanceMetadata or EcsContainer"
      ),
      (
        "role_arn = a\ncredential_source = Environment\n",
        "the profile p takes its credentials from Environment, which has none"
      ),
      (
        "role_arn = a\ncredential_source = EcsContainer\n",
        "the profile p takes its credentials from EcsContainer, which has none"
      ),
      (
        "role_arn = a\nsource_profile = gone\n",
        "the profile gone is in neither the config nor the credentials file"
      ),
      (
        "role_arn = a\nsource_profile = p\n", "source_profile goes round in a circle: p → p"
      ),
      (
        "role_arn = a\nsource_profile = q\n[profile q]\nrole_arn = b\nsource_profile = p\n",
        "source_profile goes round in a circle: p → q → p"
      ),
      (
        "role_arn = a\nsource_profile = q\n[profile q]\nregion = eu-west-1\n",
        "the source profile q of the profile p has no credentials"
      ),
      (
        "role_arn = a\nsource_profile = base\nduration_seconds = 60\n",
        "duration_seconds of the profile p is 60: expected a number from 900 to 43200"
      ),
      (
        "role_arn = a\nsource_profile = base\nrole_session_name = a b\n",
        "the role session name a b is refused by AWS: 2 to 64 letters, digits or any of _+=,.@-"
      ),
      (
        "web_identity_token_file = /t\n",
        "a web identity token file is named, and no role: set AWS_ROLE_ARN, or role_arn in the profile"
      ),
    ]
  )
  func `a profile that cannot be meant is named`(config: String, sentence: String) async throws {
    await #expect(throws: CredentialError.misconfigured(sentence)) {
      try await source(profile: "p", config: "[profile p]\n\(config)")
    }
  }

  @Test(arguments: [
    "role_arn = a\nsource_profile = p\naws_access_key_id = id\naws_secret_access_key = secret\n",
    "role_arn = a\nsource_profile = q\n[profile q]\nrole_arn = b\nsource_profile = q\naws_access_key_id = i\n",
    "role_arn = a\ncredential_source = Ec2InstanceMetadata\n",
    "role_arn = a\nsource_profile = q\n[profile q]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n",
    "role_arn = a\nsource_profile = q\n[profile q]\nweb_identity_token_file = /t\nrole_arn = b\n",
    "role_arn = a\nsource_profile = q\n[profile q]\nrole_arn = b\nsource_profile = base\n",
  ])
  func `a role takes its credentials from any kind of source`(config: String) async throws {
    let source = try await source(profile: "p", config: "[profile p]\n\(config)")
    #expect(source.name == "profile p (assume role)")
  }

  @Test(arguments: [
    ("ada", nil, "rolecall-ada"), (nil, nil, "rolecall-unknown"), ("Ada Lovelace/é", nil, "rolecall-Ada-Lovelace---"),
    ("ada", "set.by+hand", "set.by+hand"),
    (String(repeating: "x", count: 90), nil, "rolecall-" + String(repeating: "x", count: 55)),
  ])
  func `a session's name carries the Unix user unless the profile names it`(
    user: String?,
    configured: String?,
    name: String
  ) throws {
    let environment = ProcessEnvironment([:], userName: user)
    #expect(try RoleSessionName(configured, environment: environment).text == name)
  }
}
