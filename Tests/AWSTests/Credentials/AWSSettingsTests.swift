import Testing

@testable import AWS

struct AWSSettingsTests {
  static func settings(
    region: String? = nil,
    profile: String? = nil,
    variables: [String: String] = [:],
    config: String = ""
  ) throws -> AWSSettings {
    try AWSSettings(
      region: region,
      profile: profile,
      environment: ProcessEnvironment(variables),
      configuration: try SharedConfigurationTests.configuration(config)
    )
  }

  @Test(
    arguments: [
      ("flag", ["AWS_REGION": "first", "AWS_DEFAULT_REGION": "second"], "flag"),
      (nil, ["AWS_REGION": "first", "AWS_DEFAULT_REGION": "second"], "first"),
      (nil, ["AWS_REGION": "", "AWS_DEFAULT_REGION": "second"], "second"),
      (nil, [:], "profile"),
    ] as [(String?, [String: String], String)]
  )
  func `flag, variables and profile name the region, in this order`(
    flag: String?,
    variables: [String: String],
    region: String
  ) throws {
    #expect(
      try Self.settings(region: flag, variables: variables, config: "[default]\nregion = profile\n").region == region
    )
  }

  @Test func `without a word about it there is no region, and defaults hold`() throws {
    #expect(try Self.settings() == AWSSettings(maxAttempts: 8))
  }

  static let endpoints = """
    [default]
    services = local
    endpoint_url = http://profile
    [services local]
    secrets_manager =
      endpoint_url = http://section
    """

  @Test(
    arguments: [
      ([:], ["SECRETS_MANAGER": "http://section"], "http://profile"),
      (["AWS_ENDPOINT_URL": "http://all"], [:], "http://all"),
      (
        ["AWS_ENDPOINT_URL_STS": "http://sts"], ["SECRETS_MANAGER": "http://section", "STS": "http://sts"],
        "http://profile"
      ),
      (
        ["AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://one", "AWS_ENDPOINT_URL": "http://all"],
        ["SECRETS_MANAGER": "http://one"], "http://all"
      ),
      (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://all"], [:], nil),
      (["AWS_ENDPOINT_URL": "", "AWS_ENDPOINT_URL_STS": ""], ["SECRETS_MANAGER": "http://section"], "http://profile"),
    ] as [([String: String], [String: String], String?)]
  )
  func `the nearest word about an endpoint counts`(
    variables: [String: String],
    byService: [String: String],
    all: String?
  ) throws {
    let settings = try Self.settings(variables: variables, config: Self.endpoints)
    #expect(settings.endpointURLs == byService)
    #expect(settings.endpointURL == all)
  }

  @Test func `a profile can switch configured endpoints off`() throws {
    let settings = try Self.settings(
      variables: ["AWS_ENDPOINT_URL": "http://all"],
      config: "[default]\nignore_configured_endpoint_urls = true\n"
    )
    #expect(settings.endpointURL == nil)
  }

  @Test func `a services section that is missing is an error`() {
    #expect(
      throws: CredentialError.misconfigured(
        "the profile default names [services gone], which the config file does not have"
      )
    ) {
      try Self.settings(config: "[default]\nservices = gone\n")
    }
  }

  @Test func `the settings of a source profile do not count`() throws {
    let settings = try Self.settings(
      profile: "role",
      config: """
        [profile role]
        role_arn = arn
        source_profile = base
        [profile base]
        region = eu-west-1
        endpoint_url = http://base
        use_fips_endpoint = true
        """
    )
    #expect(settings == AWSSettings())
  }

  @Test func `the rest comes from variables or the profile`() throws {
    let config = """
      [default]
      use_fips_endpoint = true
      use_dualstack_endpoint = TRUE
      max_attempts = 4
      ca_bundle = ~/ca.pem
      """
    let profile = try Self.settings(variables: ["HOME": "/home/me"], config: config)
    #expect(profile.usesFIPS)
    #expect(profile.usesDualStack)
    #expect(profile.maxAttempts == 4)
    #expect(profile.caBundle == "/home/me/ca.pem")
    let variables = try Self.settings(
      variables: [
        "AWS_USE_FIPS_ENDPOINT": "false", "AWS_USE_DUALSTACK_ENDPOINT": "false", "AWS_MAX_ATTEMPTS": "2",
        "AWS_CA_BUNDLE": "/ca.pem",
      ],
      config: config
    )
    #expect(!variables.usesFIPS)
    #expect(!variables.usesDualStack)
    #expect(variables.maxAttempts == 2)
    #expect(variables.caBundle == "/ca.pem")
  }

  @Test(
    arguments: [
      (["AWS_USE_FIPS_ENDPOINT": "yes"], "", "AWS_USE_FIPS_ENDPOINT is yes: expected true or false"),
      (["AWS_MAX_ATTEMPTS": "0"], "", "AWS_MAX_ATTEMPTS is 0: expected a number of at least 1"),
      (
        [:], "[default]\nmax_attempts = many\n",
        "max_attempts of the profile default is many: expected a number of at least 1"
      ),
      (["AWS_RETRY_MODE": "eager"], "", "AWS_RETRY_MODE is eager: expected legacy, standard or adaptive"),
    ] as [([String: String], String, String)]
  )
  func `a value that cannot be meant is named`(variables: [String: String], config: String, sentence: String) {
    #expect(throws: CredentialError.misconfigured(sentence)) {
      try Self.settings(variables: variables, config: config)
    }
  }
}
