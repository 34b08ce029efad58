import Fleet
import Foundation
import Operations
import Testing
import Transport

struct ConfigurationTests {
  private func read(_ text: String) throws -> Configuration {
    let file = try ScratchFile(text)
    let configuration = try #require(ConfigurationFile(option: file.path, environment: ["HOME": "/home/ada"]))
    let result = Result { try configuration.read() }
    try file.remove()
    return try #require(try result.get())
  }

  private func problem(_ text: String) throws -> ConfigurationError {
    try #require(throws: ConfigurationError.self) { try read(text) }
  }

  @Test func `every key is read`() throws {
    let digest = Array(repeating: "AB", count: 32).joined(separator: ":")
    let configuration = try read(
      """
      schema: 1
      current: prod
      contexts:
        prod:
          organization: { profile: org-read, writeProfile: org-admin, region: eu-west-1, callAs: DELEGATED_ADMIN }
          backup:
            profile: backup
            writeProfile: backup-admin
            region: eu-central-1
            lambdasStack: rolecall-lambdas
            secret: veeam-backup-aws-credentials
          stackSets: [rolecall-roles, evidence]
          purposes: [EC2, worker, ec2]
          members: { role: RoleCallEvidence, path: /x/, externalId: abc }
          appliance:
            url: "https://10.0.0.5:11005"
            trust: { sha256: ["\(digest)"] }
            via: function
            signIn: { read: reader, write: writer }
          exclude: [{ account: "000000000012", reason: "sandbox", until: 2027-01-31 }, { account: 123456789012 }]
          artifacts: { bucket: b-1234, owner: "111122223333" }
          templates: { roles: { file: ours.yaml, sha256: "\(digest)" } }
          journal: { logGroup: /rolecall }
          credential: { maxAgeDays: 90 }
          access: read-write
          rates: off
      """
    )
    let context = try configuration.context()
    #expect(context.name == "prod")
    #expect(context.organization.profile == "org-read")
    #expect(context.organization.writeProfile == "org-admin")
    #expect(context.organization.region?.rawValue == "eu-west-1")
    #expect(context.organization.callAs == .delegatedAdministrator)
    #expect(context.backup?.lambdasStack == "rolecall-lambdas")
    #expect(context.backup?.secret == "veeam-backup-aws-credentials")
    #expect(context.stackSets.map(\.rawValue) == ["rolecall-roles", "evidence"])
    #expect(context.purposes == [.ec2, .worker])
    #expect(context.members?.externalID == "abc")
    #expect(context.appliance?.url == "https://10.0.0.5:11005")
    #expect(context.appliance?.authority == "10.0.0.5:11005")
    #expect(context.appliance?.trust == .pinned([try #require(CertificateFingerprint(digest))]))
    #expect(context.appliance?.via == .function)
    #expect(context.appliance?.readSecret == "reader")
    #expect(context.appliance?.writeSecret == "writer")
    #expect(context.exclusions.map(\.account.rawValue) == ["000000000012", "123456789012"])
    // Through the day that is named.
    #expect(context.exclusions.first?.until == Date(timeIntervalSince1970: 1_801_440_000))
    #expect(context.exclusions.last?.until == nil)
    #expect(context.artifacts?.owner?.rawValue == "111122223333")
    #expect(context.templates?.roles?.sha256 == digest)
    #expect(context.templates?.roles?.file.hasSuffix("/ours.yaml") == true)
    #expect(context.journal?.logGroup == "/rolecall")
    #expect(context.credential?.maxAgeDays == 90)
    #expect(context.access == .readWrite)
    #expect(context.rates == .off)
  }

  @Test func `only the organization is required and looking is the default`() throws {
    let context = try read("contexts: { a: { organization: {} } }").context()
    #expect(context.access == .readOnly)
    #expect(context.rates == .documented)
    #expect(context.organization.callAs == .own)
    #expect(context.stackSets.isEmpty)
    #expect(context.purposes == nil)
    #expect(context.backup == nil)
    #expect(context.appliance == nil)
  }

  @Test(
    arguments: [
      ("caFile: ca.pem", "/ca.pem"), ("caFile: /etc/ca.pem", "/etc/ca.pem"), ("caFile: ~/ca.pem", "/home/ada/ca.pem"),
    ]
  )
  func `a file is looked for from the configuration on`(trust: String, end: String) throws {
    let configuration = try read(
      "contexts: { a: { organization: {}, appliance: { url: \"https://host\", trust: { \(trust) } } } }"
    )
    guard case .certificateAuthorities(let file)? = try configuration.context().appliance?.trust else {
      Issue.record("expected authorities")
      return
    }
    #expect(file.hasSuffix(end))
    #expect(file.hasPrefix("/"))
  }

  private static let mistakes: [(String, Int, Int, String)] = [
    // What is wrong, line, column, and words of the complaint.
    ("contexts:\n  a:\n    organisation: {}\n", 3, 5, "unknown key \"organisation\""),
    ("contexts:\n  a:\n    organization: {}\n    access: rw\n", 4, 13, "expected read-only or read-write"),
    ("contexts:\n  a:\n    stackSets: [x]\n", 3, 5, "expected the key \"organization\""),
    ("contexts:\n  a:\n    organization: prod\n", 3, 19, "expected a mapping with profile"),
    ("contexts:\n  a:\n    organization: {}\n    stackSets: x\n", 4, 16, "expected a list of stack set names"),
    ("contexts:\n  a:\n    organization: { profile: [x] }\n", 3, 30, "expected text, found a list"),
    ("contexts:\n  a:\n    organization: { profile: }\n", 3, 30, "expected text, found nothing"),
    ("contexts:\n  a:\n    organization: {}\n    exclude: [{ account: 12 }]\n", 4, 26, "twelve digits"),
    (
      "contexts:\n  a:\n    organization: {}\n    exclude: [{ account: 123456789012, until: 2027-02-31 }]\n", 4, 47,
      "expected a date"
    ),
    ("contexts:\n  a:\n    organization: {}\n    appliance: { url: \"http://x\" }\n", 4, 23, "https://host"),
    (
      "contexts:\n  a:\n    organization: {}\n    appliance: { url: \"https://x\", trust: none }\n", 4, 43,
      "expected system"
    ),
    (
      "contexts:\n  a:\n    organization: {}\n    appliance: { url: \"https://x\", trust: { sha256: [AB] } }\n", 4, 54,
      "64 hex digits"
    ),
    (
      "contexts:\n  a:\n    organization: {}\n    appliance: { url: \"https://x\", trust: { sha256: [] } }\n", 4, 53,
      "at least one"
    ),
    ("contexts:\n  a:\n    organization: {}\n    credential: { maxAgeDays: soon }\n", 4, 31, "a whole number"),
    ("schema: 2\ncontexts: {}\n", 1, 9, "newer than this release"),
    ("schema: one\ncontexts: {}\n", 1, 9, "expected a whole number"),
    ("current: a\n", 1, 1, "expected the key \"contexts\""),
    ("contexts: [a]\n", 1, 11, "expected a mapping of contexts by name"),
    ("contexts:\n  a: {organization: {}}\n  a: {organization: {}}\n", 2, 3, "stands here twice"),
    ("contexts: {\n", 2, 1, "not YAML"),
    ("", 1, 1, "empty"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is told with its place and what was expected`(text: String, line: Int, column: Int, words: String)
    throws
  {
    let problem = try problem(text)
    #expect(problem.position == ConfigurationError.Position(line: line, column: column))
    #expect(problem.sentence.contains(words), "\(problem.sentence)")
    #expect(problem.sentence.contains("config.yaml:\(line):\(column): "))
  }

  @Test func `a named file that is missing is a mistake and an unnamed one is none`() throws {
    let named = try #require(ConfigurationFile(option: "/nowhere/c.yaml", environment: [:]))
    let problem = try #require(throws: ConfigurationError.self) { try named.read() }
    #expect(problem.sentence == "/nowhere/c.yaml: cannot read: No such file or directory")
    let usual = try #require(ConfigurationFile(option: nil, environment: ["XDG_CONFIG_HOME": "/nowhere"]))
    #expect(try usual.read() == nil)
  }

  @Test(
    arguments: [
      (Optional("/x.yaml"), ["ROLECALL_CONFIG": "/y.yaml"], Optional("/x.yaml")),
      (nil, ["ROLECALL_CONFIG": "/y.yaml", "XDG_CONFIG_HOME": "/z"], "/y.yaml"),
      (nil, ["XDG_CONFIG_HOME": "/z", "HOME": "/h"], "/z/rolecall/config.yaml"),
      (nil, ["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/rolecall/config.yaml"),
      (nil, ["ROLECALL_CONFIG": "", "HOME": "/h"], "/h/.config/rolecall/config.yaml"),
      (nil, [:], nil),
    ]
  )
  func `the file is the option's, then the variable's, then the usual one`(
    option: String?,
    environment: [String: String],
    path: String?
  ) {
    #expect(ConfigurationFile(option: option, environment: environment)?.path == path)
  }

  @Test(
    arguments: [
      ("current: b\n", Optional<String>.none, Optional("b")), ("current: b\n", "a", "a"), ("", nil, nil),
      ("current: c\n", nil, nil), ("current: b\n", "d", nil),
    ]
  )
  func `the context is the one asked for, then the current one`(head: String, asked: String?, chosen: String?) throws {
    let configuration = try read(head + "contexts: { a: { organization: {} }, b: { organization: {} } }")
    #expect((try? configuration.context(named: asked))?.name == chosen)
  }

  @Test func `a current context that is none is told where it stands`() throws {
    let configuration = try read("current: c\ncontexts: { a: { organization: {} } }")
    let problem = try #require(throws: ConfigurationError.self) { try configuration.context() }
    #expect(problem.position == ConfigurationError.Position(line: 1, column: 10))
    #expect(problem.problem == "expected the name of a context (a), found \"c\"")
  }
}
