import Fleet
import Transport
import Veeam
import Yams

/// Turns the text of a configuration file into values, or says where it is wrong.
struct ConfigurationReader {
  let file: String
  /// Folder that relative file names in the configuration start from.
  let folder: String
  /// What `~` stands for; nil where nobody says.
  let home: String?

  func read(_ text: String) throws(ConfigurationError) -> Configuration {
    guard let root = try parse(text) else {
      throw ConfigurationError(
        file: file,
        position: .init(line: 1, column: 1),
        problem: "the file is empty; expected contexts"
      )
    }
    let fields = try ConfigurationNode(node: root, path: [], file: file).fields(["schema", "current", "contexts"])
    if let schema = fields["schema"] {
      let number = try schema.integer(atLeast: 1)
      guard number <= Configuration.schema else {
        throw schema.complaint("schema \(number) is newer than this release, which reads \(Configuration.schema)")
      }
    }
    var contexts: [Context] = []
    for entry in try fields.required("contexts").entries(expected: "a mapping of contexts by name") {
      contexts.append(try context(entry.name, entry.value))
    }
    return Configuration(
      file: file,
      current: try fields.text("current"),
      contexts: contexts,
      currentPosition: fields["current"]?.position
    )
  }

  /// The parsed document; nil if there is nothing in it.
  func parse(_ text: String) throws(ConfigurationError) -> Node? {
    do {
      return try compose(yaml: text)
    } catch let error as YamlError {
      throw Self.complaint(of: error, file: file)
    } catch {
      throw ConfigurationError(file: file, problem: "\(error)")
    }
  }

  private static func complaint(of error: YamlError, file: String) -> ConfigurationError {
    func at(_ mark: Mark, _ problem: String) -> ConfigurationError {
      ConfigurationError(file: file, position: .init(line: mark.line, column: mark.column), problem: problem)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return at(mark, "not YAML: \(problem)\(context.map { " \($0.text)" } ?? "")")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return at(context.mark, "the key \(duplicates.joined(separator: ", ")) stands here twice")
    case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
      return ConfigurationError(file: file, problem: "not YAML: \(problem)")
    case .no, .memory, .dataCouldNotBeDecoded:
      return ConfigurationError(file: file, problem: "not YAML in UTF-8")
    }
  }

  // MARK: Contexts

  private func context(_ name: String, _ node: ConfigurationNode) throws(ConfigurationError) -> Context {
    let fields = try node.fields([
      "organization", "backup", "stackSets", "purposes", "members", "exclude", "appliance", "artifacts", "templates",
      "journal", "credential", "access", "rates",
    ])
    return Context(
      name: name,
      organization: try organization(try fields.required("organization")),
      backup: try optional(fields["backup"], backup),
      stackSets: try texts(fields["stackSets"], "a list of stack set names").map { StackSetName(rawValue: $0) },
      purposes: try optional(fields["purposes"], purposes),
      members: try optional(fields["members"], members),
      exclusions: try exclusions(fields["exclude"]),
      appliance: try optional(fields["appliance"], appliance),
      artifacts: try optional(fields["artifacts"], artifacts),
      templates: try optional(fields["templates"], templates),
      journal: try optional(fields["journal"], journal),
      credential: try optional(fields["credential"], credential),
      access: try fields["access"]?.word() ?? .readOnly,
      rates: try fields["rates"]?.word() ?? .documented
    )
  }

  private func organization(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.OrganizationHat {
    let fields = try node.fields(["profile", "writeProfile", "region", "callAs"])
    return Context.OrganizationHat(
      profile: try fields.text("profile"),
      writeProfile: try fields.text("writeProfile"),
      region: try fields.text("region").map { RegionName(rawValue: $0) },
      callAs: try fields["callAs"]?.word() ?? .own
    )
  }

  private func backup(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.BackupHat {
    let fields = try node.fields(["profile", "writeProfile", "region", "lambdasStack", "secret"])
    return Context.BackupHat(
      profile: try fields.text("profile"),
      writeProfile: try fields.text("writeProfile"),
      region: try fields.text("region").map { RegionName(rawValue: $0) },
      lambdasStack: try fields.text("lambdasStack"),
      secret: try fields.text("secret")
    )
  }

  private func purposes(_ node: ConfigurationNode) throws(ConfigurationError) -> [Purpose] {
    var purposes: [Purpose] = []
    for text in try texts(node, "a list of purposes, such as [ec2, worker]") {
      let purpose = Purpose(rawValue: text)
      if !purposes.contains(purpose) { purposes.append(purpose) }
    }
    return purposes
  }

  private func members(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.MemberAccess {
    let fields = try node.fields(["role", "path", "externalId"])
    return Context.MemberAccess(
      role: try fields.required("role").text(),
      path: try fields.text("path"),
      externalID: try fields.text("externalId")
    )
  }

  private func exclusions(_ node: ConfigurationNode?) throws(ConfigurationError) -> [Expectations.Exclusion] {
    var exclusions: [Expectations.Exclusion] = []
    for element in try node?.elements(expected: "a list of { account, reason, until }") ?? [] {
      let fields = try element.fields(["account", "reason", "until"])
      exclusions.append(
        Expectations.Exclusion(
          account: try account(try fields.required("account")),
          reason: try fields.text("reason") ?? "",
          until: try fields["until"]?.endOfDay()
        )
      )
    }
    return exclusions
  }

  private func artifacts(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.Artifacts {
    let fields = try node.fields(["bucket", "owner"])
    return Context.Artifacts(
      bucket: try fields.required("bucket").text(),
      owner: try optional(fields["owner"], account)
    )
  }

  private func templates(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.Templates {
    let fields = try node.fields(["roles"])
    guard let roles = fields["roles"] else { return Context.Templates() }
    let pinned = try roles.fields(["file", "sha256"])
    return Context.Templates(
      roles: .init(
        file: path(try pinned.required("file").text()),
        sha256: try fingerprint(try pinned.required("sha256")).description
      )
    )
  }

  private func journal(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.Journal {
    Context.Journal(logGroup: try node.fields(["logGroup"]).required("logGroup").text())
  }

  private func credential(_ node: ConfigurationNode) throws(ConfigurationError) -> Context.CredentialPolicy {
    Context.CredentialPolicy(maxAgeDays: try node.fields(["maxAgeDays"]).required("maxAgeDays").integer(atLeast: 1))
  }

  // MARK: Appliance

  private func appliance(_ node: ConfigurationNode) throws(ConfigurationError) -> ApplianceSettings {
    let fields = try node.fields(["url", "trust", "via", "signIn"])
    let url = try fields.required("url")
    let expected = "https://host or https://host:port"
    let text = try url.text(expected: expected)
    let address: ApplianceAddress
    do throws(ApplianceError) { address = try ApplianceAddress(url: text) } catch {
      throw url.complaint(expected: expected)
    }
    let signIn = try fields["signIn"]?.fields(["read", "write"])
    return ApplianceSettings(
      address: address,
      trust: try optional(fields["trust"], trust) ?? .system,
      via: try fields["via"]?.word() ?? .direct,
      readSecret: try signIn?.text("read"),
      writeSecret: try signIn?.text("write")
    )
  }

  private func trust(_ node: ConfigurationNode) throws(ConfigurationError) -> Trust {
    let expected = "system, { sha256: [\"AB:CD:…\"] } or { caFile: PATH }"
    if case .scalar = node.node {
      guard try node.text(expected: expected) == "system" else { throw node.complaint(expected: expected) }
      return .system
    }
    let fields = try node.fields(["sha256", "caFile"])
    switch (fields["sha256"], fields["caFile"]) {
    case (let pins?, nil):
      var fingerprints: [CertificateFingerprint] = []
      for element in try pins.elements(expected: "a list of SHA-256 fingerprints") {
        fingerprints.append(try fingerprint(element))
      }
      guard !fingerprints.isEmpty else { throw pins.complaint("expected at least one SHA-256 fingerprint") }
      return .pinned(fingerprints)
    case (nil, let file?): return .certificateAuthorities(file: path(try file.text()))
    case (nil, nil), (_?, _?): throw node.complaint("expected \(expected)")
    }
  }

  // MARK: Values

  private func account(_ node: ConfigurationNode) throws(ConfigurationError) -> AccountID {
    let expected = "an account id of twelve digits"
    guard let id = AccountID(rawValue: try node.text(expected: expected)) else {
      throw node.complaint(expected: expected)
    }
    return id
  }

  private func fingerprint(_ node: ConfigurationNode) throws(ConfigurationError) -> CertificateFingerprint {
    let expected = "a SHA-256 digest of 64 hex digits"
    guard let fingerprint = CertificateFingerprint(try node.text(expected: expected)) else {
      throw node.complaint(expected: expected)
    }
    return fingerprint
  }

  private func texts(_ node: ConfigurationNode?, _ expected: String) throws(ConfigurationError) -> [String] {
    var texts: [String] = []
    for element in try node?.elements(expected: expected) ?? [] { texts.append(try element.text()) }
    return texts
  }

  private func optional<Value>(
    _ node: ConfigurationNode?,
    _ read: (ConfigurationNode) throws(ConfigurationError) -> Value
  ) throws(ConfigurationError) -> Value? {
    guard let node else { return nil }
    return try read(node)
  }

  /// A file name of the configuration, from the configuration's own folder on.
  private func path(_ text: String) -> String {
    if text.hasPrefix("/") { return text }
    if text.hasPrefix("~/"), let home { return home + text.dropFirst(1) }
    return "\(folder)/\(text)"
  }
}
