/// The credentials of a person who signed in with `aws login`.
package struct LoginSessionCredentials: CredentialSource {
  /// The profile's `login_session`.
  let session: String
  let settings: AWSSettings
  private let profileName: String
  private let sessions: LoginSessions

  /// Makes a source, or nil where the profile names no session.
  package init?(_ profile: Profile, settings: AWSSettings, sessions: LoginSessions) {
    guard let session = profile["login_session"] else { return nil }
    self.session = session
    self.settings = settings
    profileName = profile.name
    self.sessions = sessions
  }

  package var name: String { "profile \(profileName) (login session)" }

  var expired: CredentialError {
    .signInExpired(source: name, command: "aws login --profile \(ShellQuoting.quoted(profileName))")
  }

  package func fetch() async throws(CredentialError) -> AWSCredentials { try await sessions.credentials(for: self) }
}
