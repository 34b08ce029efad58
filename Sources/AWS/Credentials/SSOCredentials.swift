import FoundationEssentials
package import Transport

/// A role's credentials for a person who is signed in through IAM Identity Center.
package struct SSOCredentials: CredentialSource {
  private let profileName: String
  private let session: SSOSession
  private let accountID: String
  private let roleName: String
  private let settings: AWSSettings
  private let tokens: SSOTokens
  private let sender: HTTPSender
  private let timing: Timing

  /// Makes a source, or nil where the profile names no sign-in.
  package init?(
    _ profile: Profile,
    configuration: SharedConfiguration,
    settings: AWSSettings,
    tokens: SSOTokens,
    sender: HTTPSender,
    timing: Timing = .system
  ) throws(CredentialError) {
    guard let session = try SSOSession(profile, configuration: configuration) else { return nil }
    guard let accountID = profile["sso_account_id"], let roleName = profile["sso_role_name"] else {
      throw .misconfigured("the profile \(profile.name) signs in by SSO and needs sso_account_id and sso_role_name")
    }
    profileName = profile.name
    self.session = session
    self.accountID = accountID
    self.roleName = roleName
    self.settings = settings
    self.tokens = tokens
    self.sender = sender
    self.timing = timing
  }

  package var name: String { "profile \(profileName) (\(session.title))" }

  package func fetch() async throws(CredentialError) -> AWSCredentials {
    let token = try await tokens.accessToken(for: session, settings: settings)
    let portal = try IdentityService(
      .sso,
      region: session.region,
      settings: settings,
      sender: sender,
      timing: timing
    )
    let answer: GetRoleCredentialsOutput
    do throws(IdentityFailure) {
      answer = try await portal.get(
        "/federation/credentials",
        query: [("role_name", roleName), ("account_id", accountID)],
        headers: [HTTPHeader("x-amz-sso_bearer_token", token)]
      )
    } catch {
      throw self.error(error)
    }
    return answer.roleCredentials.credentials(accountID: accountID)
  }

  private func error(_ failure: IdentityFailure) -> CredentialError {
    switch failure {
    case .refused(401, _, _), .refused(_, "UnauthorizedException"?, _): session.expired
    case .refused(403, _, _), .refused(404, _, _):
      .failed(source: name, reason: "the sign-in has no role \(roleName) in the account \(accountID)")
    case .unreachable(.cancelled): .cancelled
    case .refused, .unreachable, .unusable: .failed(source: name, reason: "the portal: \(failure.reason)")
    }
  }
}

private struct GetRoleCredentialsOutput: Decodable {
  let roleCredentials: RoleCredentials
}

private struct RoleCredentials: Decodable {
  let accessKeyId: String
  let secretAccessKey: String
  let sessionToken: String
  /// Milliseconds since 1970.
  let expiration: Int64

  func credentials(accountID: String) -> AWSCredentials {
    AWSCredentials(
      accessKeyID: accessKeyId,
      secretAccessKey: secretAccessKey,
      sessionToken: sessionToken,
      expiration: Date(timeIntervalSince1970: Double(expiration) / 1_000),
      accountID: accountID
    )
  }
}
