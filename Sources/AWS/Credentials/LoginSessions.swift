import FoundationEssentials
package import Transport

/// The sessions of `aws login`, read from the files that all AWS tools share.
///
/// One value serves the whole program: a renewal uses its refresh token up, so that two at once would end the session.
package actor LoginSessions {
  /// Renewal begins so long before the end.
  private static let renewalWindow: Duration = .seconds(5 * 60)

  private let environment: ProcessEnvironment
  private let sender: HTTPSender
  private let timing: Timing
  private var fetches: [String: SharedFetch<AWSCredentials>] = [:]

  package init(environment: ProcessEnvironment, sender: HTTPSender, timing: Timing = .system) {
    self.environment = environment
    self.sender = sender
    self.timing = timing
  }

  /// The credentials of the session that a profile names; renewed where their end is near.
  func credentials(for source: LoginSessionCredentials) async throws(CredentialError) -> AWSCredentials {
    let key = LoginSession.cacheKey(of: source.session)
    let fetch = fetches[key] ?? SharedFetch()
    fetches[key] = fetch
    return try await fetch.join { [self] () async throws(CredentialError) in
      try await current(source, path: try folder() + "/\(key).json")
    }
  }

  private func current(_ source: LoginSessionCredentials, path: String) async throws(CredentialError) -> AWSCredentials
  {
    guard let text = try SmallFile.text(at: path), let session = LoginSession(text) else { throw source.expired }
    let left = Duration.seconds(session.expiration.timeIntervalSince(timing.now()))
    if left > Self.renewalWindow { return session.credentials }
    do throws(CredentialError) {
      return try await renew(session, source, path: path)
    } catch .failed where left > .zero {
      // Nothing has ended yet; the next call tries again.
      return session.credentials
    }
  }

  private func renew(
    _ session: LoginSession,
    _ source: LoginSessionCredentials,
    path: String
  ) async throws(CredentialError) -> AWSCredentials {
    guard let region = source.settings.region else {
      throw .misconfigured("\(source.name) needs a region to renew its session")
    }
    guard let proof = session.proof else { throw source.expired }
    let service = try IdentityService(
      .signIn,
      region: region,
      settings: source.settings,
      sender: sender,
      timing: timing
    )
    let input = CreateOAuth2TokenInput(clientId: session.clientID, refreshToken: session.refreshToken)
    let answer: CreateOAuth2TokenOutput
    do throws(IdentityFailure) {
      answer = try await service.post("/v1/token", input) { () throws(IdentityFailure) in
        guard let header = proof.header(method: "POST", address: service.url("/v1/token"), at: timing.now()) else {
          throw .unusable(reason: "the session's key does not sign")
        }
        return [HTTPHeader("DPoP", header)]
      }
    } catch .refused(_, _, "TOKEN_EXPIRED"?), .refused(_, _, "USER_CREDENTIALS_CHANGED"?) {
      throw source.expired
    } catch .refused(_, _, "INSUFFICIENT_PERMISSIONS"?) {
      throw .failed(source: source.name, reason: "the session may not renew its credentials")
    } catch {
      throw .failed(source: source.name, reason: error.reason)
    }
    var renewed = session
    renewed.take(answer, at: timing.now())
    let content: Data
    do {
      content = try renewed.encoded()
    } catch {
      throw .failed(source: source.name, reason: "the session cannot be written as JSON")
    }
    try SmallFile.replace(path, with: content)
    return renewed.credentials
  }

  private func folder() throws(CredentialError) -> String {
    if let folder = environment["AWS_LOGIN_CACHE_DIRECTORY"] { return environment.expandingHome(in: folder) }
    guard let folder = environment.homeFile(".aws/login/cache") else {
      throw .misconfigured("HOME is not set, so there is no place for sign-ins")
    }
    return folder
  }
}
