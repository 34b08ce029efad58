import AWS
import Transport

/// Finds the source that environment and profiles choose: the first of the chain that is configured, never a later one.
///
/// Order as botocore's resolver has it (1.43, read 2026-11).
struct ChainLinks: Sendable {
  let environment: ProcessEnvironment
  let configuration: SharedConfiguration
  let access: ServiceAccess
  let tokens: SSOTokens
  let sessions: LoginSessions
  let prompt: CodePrompt?
  let warn: @Sendable (String) -> Void

  /// The source for `profile`; `isChosen` says that somebody asked for that profile, so that the environment's keys do
  /// not count.
  func source(for profile: Profile, isChosen: Bool) throws(CredentialError) -> any CredentialSource {
    if !isChosen, let source = EnvironmentCredentials(environment) { return source }
    if let source = try role(of: profile, visited: [profile.name]) { return source }
    if let source = try link(of: profile, variables: isChosen ? nil : environment) { return source }
    if let source = container { return source }
    if let source = try instance { return source }
    throw .none(tried: tried(profile, isChosen: isChosen))
  }

  /// What was looked at in vain, for the error.
  func tried(_ profile: Profile, isChosen: Bool) -> [String] {
    (isChosen ? [] : ["environment"]) + ["profile \(profile.name)", "container", "EC2 instance metadata"]
  }

  /// What a profile offers besides a role.
  private func link(
    of profile: Profile,
    variables: ProcessEnvironment?
  ) throws(CredentialError) -> (any CredentialSource)? {
    let settings = access.settings
    if let source = try WebIdentityCredentials(
      profile,
      variables: variables,
      environment: environment,
      access: access
    ) {
      return source
    }
    if let source = try SSOCredentials(
      profile,
      configuration: configuration,
      settings: settings,
      tokens: tokens,
      sender: access.sender,
      timing: access.timing
    ) {
      return source
    }
    if let source = ProfileKeys(profile, in: .credentials) { return source }
    if let source = LoginSessionCredentials(profile, settings: settings, sessions: sessions) { return source }
    if let source = ProcessCredentials(profile, environment: environment, timing: access.timing) { return source }
    return ProfileKeys(profile, in: .config)
  }

  private func role(of profile: Profile, visited: [String]) throws(CredentialError) -> (any CredentialSource)? {
    guard let role = try RoleSettings(profile, environment: environment) else { return nil }
    return AssumeRoleCredentials(
      profileName: profile.name,
      role: role,
      source: try source(for: role, of: profile, visited: visited),
      access: access,
      prompt: prompt
    )
  }

  private func source(
    for role: RoleSettings,
    of profile: Profile,
    visited: [String]
  ) throws(CredentialError) -> any CredentialSource {
    let found: (any CredentialSource)?
    let wanted: String
    switch role.source {
    case .environment: (found, wanted) = (EnvironmentCredentials(environment), "Environment")
    case .container: (found, wanted) = (container, "EcsContainer")
    case .instance: (found, wanted) = (try instance, "Ec2InstanceMetadata")
    case .profile(let name):
      return try source(profileNamed: name, for: profile, visited: visited)
    }
    guard let found else {
      throw .misconfigured("the profile \(profile.name) takes its credentials from \(wanted), which has none")
    }
    return found
  }

  /// The source of a role's source profile: its static keys where it has them, so that a profile may name itself.
  private func source(
    profileNamed name: String,
    for parent: Profile,
    visited: [String]
  ) throws(CredentialError) -> any CredentialSource {
    let profile = try configuration.profile(named: name)
    if visited.contains(name), name != parent.name || !profile.hasStaticKeys {
      throw .misconfigured("source_profile goes round in a circle: \((visited + [name]).joined(separator: " → "))")
    }
    if !profile.hasStaticKeys, let source = try role(of: profile, visited: visited + [name]) { return source }
    guard let source = try link(of: profile, variables: nil) else {
      throw .misconfigured("the source profile \(name) of the profile \(parent.name) has no credentials")
    }
    return source
  }

  private var container: ContainerCredentials? {
    ContainerCredentials(environment: environment, sender: access.sender, timing: access.timing)
  }

  private var instance: InstanceMetadataCredentials? {
    get throws(CredentialError) {
      try InstanceMetadataCredentials(
        environment: environment,
        sender: access.sender,
        timing: access.timing,
        warn: warn
      )
    }
  }
}
