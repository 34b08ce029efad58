import Operations
import Testing
import Transport

struct ConfigurationEditTests {
  private static let old = Array(repeating: "AB", count: 32).joined(separator: ":")
  private static let new = Array(repeating: "CD", count: 32).joined(separator: ":")

  private func file(_ scratch: ScratchFile) throws -> ConfigurationFile {
    try #require(ConfigurationFile(option: scratch.path, environment: [:]))
  }

  @Test(
    arguments: [
      ("current: a  # mine\n\(rest)", "current: b  # mine\n\(rest)"),
      ("# head\n\ncurrent: \"a\"\n\(rest)", "# head\n\ncurrent: b\n\(rest)"),
      ("\(rest)current: 'a'\n", "\(rest)current: b\n"),
      ("# only comments\n\(rest)", "# only comments\ncurrent: b\n\(rest)"),
      (
        "{ contexts: { a: { organization: {} }, b: { organization: {} } } }",
        "{ current: b, contexts: { a: { organization: {} }, b: { organization: {} } } }"
      ),
    ]
  )
  func `using a context changes one word`(before: String, after: String) throws {
    let scratch = try ScratchFile(before)
    try file(scratch).use("b")
    #expect(try scratch.text == after)
    #expect(try scratch.mode == 0o640)
    #expect(try scratch.neighbours == ["config.yaml"])
    try scratch.remove()
  }

  private static let rest = """
    contexts:
      # the first
      a: { organization: {} }

      b:   # the second
        organization: {}

    """

  @Test func `a context that is not there is refused and nothing is written`() throws {
    let scratch = try ScratchFile("current: a\n\(Self.rest)")
    #expect(throws: ConfigurationError.self) { try file(scratch).use("c") }
    #expect(try scratch.text == "current: a\n\(Self.rest)")
    try scratch.remove()
  }

  @Test func `an anchored word is left for a person to change`() throws {
    let text = "current: &now a\n\(Self.rest)"
    let scratch = try ScratchFile(text)
    let problem = try #require(throws: ConfigurationError.self) { try file(scratch).use("b") }
    #expect(problem.sentence.hasSuffix("written in a form that cannot be changed safely; change it by hand"))
    #expect(try scratch.text == text)
    try scratch.remove()
  }

  @Test func `a link stays a link`() throws {
    let scratch = try ScratchFile("current: a\n\(Self.rest)")
    let link = try scratch.link(named: "link.yaml")
    try #require(ConfigurationFile(option: link, environment: [:])).use("b")
    #expect(try scratch.text == "current: b\n\(Self.rest)")
    #expect(try scratch.neighbours.sorted() == ["config.yaml", "link.yaml"])
    try scratch.remove()
  }

  @Test(
    arguments: [
      // Before and after, with the appliance's own lines only.
      (
        "appliance:\n      # ours\n      url: \"https://x\"  # here\n",
        "appliance:\n      # ours\n      trust: { sha256: [\"\(new)\"] }\n      url: \"https://x\"  # here\n"
      ),
      (
        "appliance: { url: \"https://x\" }  # short\n",
        "appliance: { trust: { sha256: [\"\(new)\"] }, url: \"https://x\" }  # short\n"
      ),
      (
        "appliance:\n      url: \"https://x\"\n      trust: system  # ours\n",
        "appliance:\n      url: \"https://x\"\n      trust: { sha256: [\"\(new)\"] }  # ours\n"
      ),
      (
        "appliance:\n      url: \"https://x\"\n      trust: { sha256: [\"\(old)\"] }\n",
        "appliance:\n      url: \"https://x\"\n      trust: { sha256: [\"\(new)\", \"\(old)\"] }\n"
      ),
      (
        "appliance:\n      url: \"https://x\"\n      trust:\n        sha256:\n          # until May\n          - \"\(old)\"\n",
        "appliance:\n      url: \"https://x\"\n      trust:\n        sha256:\n          # until May\n"
          + "          - \"\(new)\"\n          - \"\(old)\"\n"
      ),
    ]
  )
  func `trusting inserts the fingerprint and nothing else`(before: String, after: String) throws {
    let head = "contexts:\n  a:\n    organization: {}\n    "
    let scratch = try ScratchFile(head + before)
    let fingerprint = try #require(CertificateFingerprint(Self.new))
    #expect(try file(scratch).trust(fingerprint, in: "a"))
    #expect(try scratch.text == head + after)
    #expect(try !file(scratch).trust(fingerprint, in: "a"))
    #expect(try scratch.text == head + after)
    try scratch.remove()
  }

  @Test func `a trusted CA file is not replaced behind anyone's back`() throws {
    let text = "contexts: { a: { organization: {}, appliance: { url: \"https://x\", trust: { caFile: /ca } } } }"
    let scratch = try ScratchFile(text)
    let fingerprint = try #require(CertificateFingerprint(Self.new))
    let problem = try #require(throws: ConfigurationError.self) { try file(scratch).trust(fingerprint, in: "a") }
    #expect(problem.path == ["contexts", "a", "appliance", "trust"])
    #expect(try scratch.text == text)
    try scratch.remove()
  }
}
