import AWS

/// What a profile says about the role it stands for.
struct RoleSettings: Hashable, Sendable {
  /// Who asks for the role.
  enum Source: Hashable, Sendable {
    case profile(String)
    case environment
    case instance
    case container
  }

  let roleARN: String
  let source: Source
  let externalID: String?
  let mfaSerial: String?
  let durationSeconds: Int?
  let sessionName: String

  /// Reads the settings, or nil where the profile is no role, or a role by web identity.
  init?(_ profile: Profile, environment: ProcessEnvironment) throws(CredentialError) {
    guard let roleARN = profile["role_arn"], profile["web_identity_token_file"] == nil else { return nil }
    self.roleARN = roleARN
    source = try Self.source(of: profile)
    externalID = profile["external_id"]
    mfaSerial = profile["mfa_serial"]
    durationSeconds = try Self.duration(of: profile)
    sessionName = try RoleSessionName(profile["role_session_name"], environment: environment).text
  }

  private static func source(of profile: Profile) throws(CredentialError) -> Source {
    switch (profile["source_profile"], profile["credential_source"]) {
    case (let name?, nil): return .profile(name)
    case (nil, "Environment"?): return .environment
    case (nil, "Ec2InstanceMetadata"?): return .instance
    case (nil, "EcsContainer"?): return .container
    case (nil, let other?):
      throw .misconfigured(
        "credential_source of the profile \(profile.name) is \(other): expected Environment, Ec2InstanceMetadata or EcsContainer"
      )
    case (.some, .some):
      throw .misconfigured("the profile \(profile.name) has both source_profile and credential_source")
    case (nil, nil):
      throw .misconfigured("the profile \(profile.name) has role_arn and neither source_profile nor credential_source")
    }
  }

  private static func duration(of profile: Profile) throws(CredentialError) -> Int? {
    guard let text = profile["duration_seconds"] else { return nil }
    guard let seconds = Int(text), (900...43_200).contains(seconds) else {
      throw .misconfigured(
        "duration_seconds of the profile \(profile.name) is \(text): expected a number from 900 to 43200"
      )
    }
    return seconds
  }
}
