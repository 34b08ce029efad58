package import AWS
package import Transport

/// The credentials of every profile a program uses, each kept once.
///
/// One value serves the whole program, so that profiles which share a sign-in renew it once and no two questions for a
/// code stand at a time. Files are read anew with each fetch: a profile that is mended is taken up without a restart.
package actor CredentialChain {
  private struct Choice: Hashable {
    let profile: String?
    let region: String?
  }

  package nonisolated let environment: ProcessEnvironment
  /// The sign-ins through IAM Identity Center, for ``DeviceSignIn``.
  package nonisolated let tokens: SSOTokens
  private let sessions: LoginSessions
  private let sender: HTTPSender
  private let governor: Governor
  private let prompt: CodePrompt?
  private let timing: Timing
  private let warn: @Sendable (String) -> Void
  private var caches: [Choice: CredentialCache] = [:]

  /// Makes a chain.
  ///
  /// Without `prompt` a role that asks for a code fails and says so. `warn` takes sentences for a person, such as that an
  /// instance's keys are late.
  package init(
    environment: ProcessEnvironment,
    sender: HTTPSender,
    governor: Governor,
    prompt: CodePrompt? = nil,
    timing: Timing = .system,
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.environment = environment
    self.sender = sender
    self.governor = governor
    self.prompt = prompt
    self.timing = timing
    self.warn = warn
    tokens = SSOTokens(environment: environment, sender: sender, timing: timing)
    sessions = LoginSessions(environment: environment, sender: sender, timing: timing)
  }

  /// The credentials of a profile, or of whatever the environment chooses when `profile` is nil.
  ///
  /// `region` is the one of a flag or of the context: roles are asked for at its STS.
  package func credentials(profile: String? = nil, region: String? = nil) -> CredentialCache {
    let choice = Choice(profile: profile, region: region)
    if let cache = caches[choice] { return cache }
    let source = ChosenCredentials(profile: profile, region: region, environment: environment) {
      [self] (configuration, settings) in
      ChainLinks(
        environment: environment,
        configuration: configuration,
        access: ServiceAccess(settings: settings, sender: sender, governor: governor, timing: timing),
        tokens: tokens,
        sessions: sessions,
        prompt: prompt,
        warn: warn
      )
    }
    let cache = CredentialCache(source, timing: timing)
    caches[choice] = cache
    return cache
  }
}

/// Reads the files anew, and fetches from the source they choose now.
private struct ChosenCredentials: CredentialSource {
  let profile: String?
  let region: String?
  let environment: ProcessEnvironment
  let links: @Sendable (SharedConfiguration, AWSSettings) -> ChainLinks

  var name: String { profile.map { "profile \($0)" } ?? "default credentials" }

  func fetch() async throws(CredentialError) -> AWSCredentials {
    let configuration = try SharedConfiguration(environment: environment)
    let settings = try AWSSettings(
      region: region,
      profile: profile,
      environment: environment,
      configuration: configuration
    )
    let chosen = try configuration.profile(profile, environment: environment)
    let links = links(configuration, settings)
    do throws(CredentialError) {
      return try await links.source(for: chosen, isChosen: profile != nil).fetch()
    } catch .none {
      throw .none(tried: links.tried(chosen, isChosen: profile != nil))
    }
  }
}
