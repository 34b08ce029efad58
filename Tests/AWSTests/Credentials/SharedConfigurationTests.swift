import TestSupport
import Testing

@testable import AWS

struct SharedConfigurationTests {
  static func configuration(_ config: String, credentials: String = "") throws -> SharedConfiguration {
    try SharedConfiguration(config: ("config", config), credentials: ("credentials", credentials))
  }

  @Test func `the credentials file wins for its keys and the config file holds the rest`() throws {
    let configuration = try Self.configuration(
      "[profile a]\naws_access_key_id = fromConfig\nregion = eu-west-1\n",
      credentials: "[a]\naws_access_key_id = fromCredentials\n"
    )
    let profile = try configuration.profile(named: "a")
    #expect(profile["aws_access_key_id"] == "fromCredentials")
    #expect(profile["region"] == "eu-west-1")
    #expect(profile.text("aws_access_key_id", in: .config) == "fromConfig")
  }

  @Test func `the default profile is not inherited`() throws {
    let configuration = try Self.configuration("[default]\nregion = eu-west-1\n[profile a]\noutput = json\n")
    #expect(try configuration.profile(named: "a")["region"] == nil)
  }

  @Test(arguments: [
    "[default]\nx = plain\n[profile default]\nx = prefixed\n",
    "[profile default]\nx = prefixed\n[default]\nx = plain\n",
  ])
  func `profile default wins over default`(config: String) throws {
    #expect(try Self.configuration(config).profile(nil, environment: ProcessEnvironment([:]))["x"] == "prefixed")
  }

  @Test(arguments: [
    ("[profile \"a b\"]\nx = 1\n", "a b"),
    ("[profile 'a b']\nx = 1\n", "a b"),
    ("[profile\ta]\nx = 1\n", "a"),
    ("[ profile a ]\nx = 1\n", "a"),
  ])
  func `a profile's name may be quoted`(config: String, name: String) throws {
    #expect(try Self.configuration(config).profile(named: name)["x"] == "1")
  }

  @Test func `other sections are no profiles`() throws {
    let configuration = try Self.configuration(
      "[plugins]\nx = 1\n[a]\nx = 1\n[profile b]\nx = 1\n[sso-session s]\nsso_region = eu-west-1\n",
      credentials: "[c]\nx = 1\n"
    )
    #expect(configuration.profileNames == ["b", "c"])
    #expect(configuration.sessionNames == ["s"])
  }

  @Test func `a named profile that is missing is an error`() throws {
    let missing = CredentialError.misconfigured("the profile a is in neither the config nor the credentials file")
    let configuration = try Self.configuration("[profile b]\nx = 1\n")
    #expect(throws: missing) { try configuration.profile("a", environment: ProcessEnvironment([:])) }
    #expect(throws: missing) { try configuration.profile(nil, environment: ProcessEnvironment(["AWS_PROFILE": "a"])) }
    #expect(try configuration.profile(nil, environment: ProcessEnvironment([:])).name == "default")
  }

  @Test func `files are found at home and missing ones are empty`() async throws {
    try await withTemporaryHome { home in
      let environment = ProcessEnvironment(["HOME": home.path])
      #expect(try SharedConfiguration(environment: environment).profileNames == [])
      try home.write("[profile a]\nregion = eu-west-1\n", to: ".aws/config")
      try home.write("\u{FEFF}[b]\naws_access_key_id = id\n", to: ".aws/credentials")
      #expect(try SharedConfiguration(environment: environment).profileNames == ["a", "b"])
    }
  }

  @Test func `variables name other files, with a tilde for the home`() async throws {
    try await withTemporaryHome { home in
      try home.write("[profile x]\n", to: "elsewhere/config")
      let environment = ProcessEnvironment([
        "HOME": home.path,
        "AWS_CONFIG_FILE": "~/elsewhere/config",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      ])
      #expect(try SharedConfiguration(environment: environment).profileNames == ["x"])
    }
  }

  @Test func `without a home there are no files`() throws {
    #expect(try SharedConfiguration(environment: ProcessEnvironment([:])).profileNames == [])
  }

  @Test func `a file that cannot be read is an error`() async throws {
    try await withTemporaryHome { home in
      let environment = ProcessEnvironment(["HOME": home.path, "AWS_CONFIG_FILE": home.path])
      #expect(throws: CredentialError.misconfigured("\(home.path) cannot be read")) {
        try SharedConfiguration(environment: environment)
      }
    }
  }
}
