import FoundationEssentials

/// The sandbox's temporary folder: credentials, AWS settings and a RoleCall configuration, for its owner's eyes only.
struct SandboxFolder: Sendable {
  enum File: String, CaseIterable {
    case awsConfig = "aws-config"
    case awsCredentials = "aws-credentials"
    case configuration = "config.yaml"
  }

  struct Settings {
    let awsURL: String
    let applianceURL: String
    let applianceSHA256: String
    let region: String
    let keepsRates: Bool
    /// Name of the credential's secret; nil where the Lambdas stack tells it.
    let secret: String?
  }

  private let folder: String

  /// Makes the folder (0700) and its files (0600).
  init(_ settings: Settings, keys: WorldState.Keys) throws(SandboxError) {
    let parent = FileManager.default.temporaryDirectory.path
    folder = "\(parent)/rolecall-sandbox-\(UUID().uuidString.lowercased())"
    do {
      try FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      for file in File.allCases {
        let created = FileManager.default.createFile(
          atPath: path(file),
          contents: Data(Self.text(of: file, settings, keys).utf8),
          attributes: [.posixPermissions: 0o600]
        )
        guard created else { throw SandboxError.folder("\(path(file)) could not be written") }
      }
    } catch {
      remove()
      throw error as? SandboxError ?? .folder("\(error)")
    }
  }

  func path(_ file: File) -> String { "\(folder)/\(file.rawValue)" }

  /// Removes the folder; one that is gone already is fine.
  func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Texts

  private static func text(of file: File, _ settings: Settings, _ keys: WorldState.Keys) -> String {
    let profiles: [(name: String, identity: Identity)] = [
      ("org-read", keys.organizationReader),
      ("org-admin", keys.organizationAdministrator),
      ("delegated", keys.delegated),
      ("backup", keys.backup),
      ("member", keys.member),
    ]
    switch file {
    case .awsConfig:
      return profiles.map {
        """
        [profile \($0.name)]
        region = \(settings.region)
        endpoint_url = \(settings.awsURL)

        """
      }.joined(separator: "\n") + signInProfile(settings, account: keys.organizationReader.account)
    case .awsCredentials:
      return profiles.map {
        """
        [\($0.name)]
        aws_access_key_id = \($0.identity.accessKeyID)
        aws_secret_access_key = \($0.identity.secretAccessKey)

        """
      }.joined(separator: "\n")
    case .configuration: return configuration(settings)
    }
  }

  /// A profile without keys: it works after a sign-in in the browser.
  private static func signInProfile(_ settings: Settings, account: String) -> String {
    """

    [profile sso]
    sso_session = sandbox
    sso_account_id = \(account)
    sso_role_name = OrganizationReader
    region = \(settings.region)
    endpoint_url = \(settings.awsURL)

    [sso-session sandbox]
    sso_start_url = \(settings.awsURL)/start
    sso_region = \(settings.region)
    sso_registration_scopes = sso:account:access

    """
  }

  private static func configuration(_ settings: Settings) -> String {
    let secret = settings.secret.map { "\n      secret: \($0)" } ?? ""
    return """
      schema: 1
      current: sandbox
      contexts:
        sandbox:
          organization: { profile: org-read, writeProfile: org-admin, region: \(settings.region) }
          backup:
            profile: backup
            region: \(settings.region)
            lambdasStack: \(BackupAccountBuilder.lambdasStack)\(secret)
          stackSets: [\(DeploymentBuilder.rolesStackSet)]
          appliance:
            url: "\(settings.applianceURL)"
            trust: { sha256: ["\(settings.applianceSHA256)"] }
            signIn: { read: \(BackupAccountBuilder.readerSecret) }
          access: read-write
          rates: \(settings.keepsRates ? "documented" : "off")

      """
  }
}
