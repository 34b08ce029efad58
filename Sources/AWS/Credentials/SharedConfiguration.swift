/// The config and credentials files that all AWS tools share, read once.
///
/// Source: AWS SDKs and tools reference guide, "Shared config and credentials files" (read 2026-11).
package struct SharedConfiguration: Sendable {
  private var configProfiles: [String: [String: ProfileFile.Value]] = [:]
  private var credentialsProfiles: [String: [String: ProfileFile.Value]] = [:]
  private var sessions: [String: [String: ProfileFile.Value]] = [:]
  private var services: [String: [String: ProfileFile.Value]] = [:]

  /// Reads the files the environment names, or those in the home folder; a missing file is an empty one.
  package init(environment: ProcessEnvironment) throws(CredentialError) {
    let config = environment["AWS_CONFIG_FILE"].map(environment.expandingHome) ?? environment.homeFile(".aws/config")
    let credentials =
      environment["AWS_SHARED_CREDENTIALS_FILE"].map(environment.expandingHome)
      ?? environment.homeFile(".aws/credentials")
    try self.init(
      config: (
        config ?? "config", config.flatMap { path throws(CredentialError) in try SmallFile.text(at: path) } ?? ""
      ),
      credentials: (
        credentials ?? "credentials",
        credentials.flatMap { path throws(CredentialError) in try SmallFile.text(at: path) } ?? ""
      )
    )
  }

  /// Reads the files' texts; their paths stand in errors.
  init(config: (path: String, text: String), credentials: (path: String, text: String)) throws(CredentialError) {
    let configFile = try ProfileFile(config.text, path: config.path)
    // `[profile default]` is the correct spelling and wins over `[default]`, whichever comes first.
    for (heading, values) in configFile.sections.sorted(by: { $0.key < $1.key }) {
      let words = try Self.words(heading, path: config.path)
      switch (words.first, words.count) {
      case ("default", 1): configProfiles["default", default: [:]].merge(values) { $1 }
      case ("profile", 2): configProfiles[words[1], default: [:]].merge(values) { $1 }
      case ("sso-session", 2): sessions[words[1], default: [:]].merge(values) { $1 }
      case ("services", 2): services[words[1], default: [:]].merge(values) { $1 }
      default: continue
      }
    }
    credentialsProfiles = try ProfileFile(credentials.text, path: credentials.path).sections
  }

  /// The profile of that name.
  ///
  /// - Throws: ``CredentialError/misconfigured(_:)`` when neither file has it.
  package func profile(named name: String) throws(CredentialError) -> Profile {
    guard configProfiles[name] != nil || credentialsProfiles[name] != nil else {
      throw .misconfigured("the profile \(name) is in neither the config nor the credentials file")
    }
    return Profile(name: name, config: configProfiles[name] ?? [:], credentials: credentialsProfiles[name] ?? [:])
  }

  /// The profile that `choice` or, without a choice, `AWS_PROFILE` names; when neither does, the default one, which may be missing.
  package func profile(_ choice: String?, environment: ProcessEnvironment) throws(CredentialError) -> Profile {
    if let name = choice ?? environment["AWS_PROFILE"] { return try profile(named: name) }
    return Profile(
      name: "default",
      config: configProfiles["default"] ?? [:],
      credentials: credentialsProfiles["default"] ?? [:]
    )
  }

  /// The names of all profiles, sorted.
  package var profileNames: [String] { Set(configProfiles.keys).union(credentialsProfiles.keys).sorted() }

  /// The names of all sign-in sessions, sorted.
  package var sessionNames: [String] { sessions.keys.sorted() }

  /// The plain settings of a `[sso-session name]` section.
  func session(named name: String) -> [String: String]? {
    sessions[name]?.compactMapValues { value in
      if case .text(let text) = value, !text.isEmpty { text } else { nil }
    }
  }

  /// The `endpoint_url` of each service in a `[services name]` section, by the service's key there.
  func endpointURLs(services name: String) -> [String: String]? {
    services[name]?.compactMapValues { value in
      if case .nested(let settings) = value { settings["endpoint_url"] } else { nil }
    }
  }

  /// A section's heading as words: quotes keep white space together.
  private static func words(_ heading: String, path: String) throws(CredentialError) -> [String] {
    let kind = heading.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    let rest = heading.dropFirst(kind.count).trimmed
    guard !rest.isEmpty else { return [String(kind)] }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return [String(kind), String(rest)] }
    guard rest.count >= 2, rest.last == quote else {
      throw .misconfigured("\(path): expected a closing quote in [\(heading)]")
    }
    return [String(kind), String(rest.dropFirst().dropLast())]
  }
}

extension SharedConfiguration: CustomStringConvertible, CustomReflectable {
  /// The profiles' names only: the rest may hold keys.
  package var description: String { "SharedConfiguration(\(profileNames.joined(separator: ", ")))" }
  package var customMirror: Mirror { Mirror(self, children: ["profiles": profileNames]) }
}
