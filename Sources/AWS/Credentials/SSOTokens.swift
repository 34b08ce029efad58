import FoundationEssentials
package import Transport

/// The tokens of all sign-ins through IAM Identity Center, read from the files that all AWS tools share.
///
/// One value serves the whole program, so that profiles of one session renew its token once.
package actor SSOTokens {
  /// Renewal begins so long before the end.
  private static let renewalWindow: Duration = .seconds(15 * 60)
  private static let pauseBetweenRenewals: Duration = .seconds(60)

  private let environment: ProcessEnvironment
  private let sender: HTTPSender
  private let timing: Timing
  private var fetches: [String: SharedFetch<String>] = [:]
  private var attempts: [String: (at: Date, failure: IdentityFailure?)] = [:]

  package init(environment: ProcessEnvironment, sender: HTTPSender, timing: Timing = .system) {
    self.environment = environment
    self.sender = sender
    self.timing = timing
  }

  /// An access token that has not ended; renewed where its end is near and the session's form allows it.
  func accessToken(for session: SSOSession, settings: AWSSettings) async throws(CredentialError) -> String {
    let fetch = fetches[session.cacheKey] ?? SharedFetch()
    fetches[session.cacheKey] = fetch
    return try await fetch.join { [self] () async throws(CredentialError) in
      try await currentToken(for: session, settings: settings)
    }
  }

  /// Keeps a token that a sign-in brought.
  func store(_ token: SSOToken, for session: SSOSession) throws(CredentialError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let content: Data
    do {
      content = try encoder.encode(token)
    } catch {
      throw .failed(source: session.title, reason: "the token cannot be written as JSON")
    }
    try SmallFile.replace(path(of: session), with: content)
    attempts[session.cacheKey] = nil
  }

  private func currentToken(for session: SSOSession, settings: AWSSettings) async throws(CredentialError) -> String {
    guard
      let text = try SmallFile.text(at: path(of: session)),
      let token = try? JSONDecoder().decode(SSOToken.self, from: Data(text.utf8))
    else { throw session.expired }
    let left = Duration.seconds(token.expiration.timeIntervalSince(timing.now()))
    if left > Self.renewalWindow { return token.accessToken }
    do throws(IdentityFailure) {
      if let renewed = try await renew(token, of: session, settings: settings) { return renewed }
    } catch {
      // While the old token holds, the next call after a minute tries again.
      if left <= .zero { throw Self.error(error, of: session) }
    }
    guard left > .zero else { throw session.expired }
    return token.accessToken
  }

  /// A renewal that came to nothing: a refusal ends the sign-in, anything else may pass.
  private static func error(_ failure: IdentityFailure, of session: SSOSession) -> CredentialError {
    if case .refused = failure, !failure.isTransient { return session.expired }
    return .failed(source: session.title, reason: "the sign-in cannot be renewed: \(failure.reason)")
  }

  /// Renews the token, at most once a minute; nil where it cannot be renewed.
  private func renew(
    _ token: SSOToken,
    of session: SSOSession,
    settings: AWSSettings
  ) async throws(IdentityFailure) -> String? {
    guard session.name != nil, let renewal = token.renewal(at: timing.now()) else { return nil }
    if let attempt = attempts[session.cacheKey], isRecent(attempt.at) {
      if let failure = attempt.failure { throw failure }
      return nil
    }
    attempts[session.cacheKey] = (timing.now(), nil)
    do throws(IdentityFailure) {
      let oidc = try endpoint(for: session, settings: settings)
      let fresh = try await oidc.createToken(renewal)
      var renewed = token
      renewed.startUrl = session.startURL
      renewed.region = session.region
      renewed.accessToken = fresh.accessToken
      renewed.expiresAt = Timestamp.text(timing.now().addingTimeInterval(Double(fresh.expiresIn)))
      renewed.refreshToken = fresh.refreshToken ?? token.refreshToken
      try keep(renewed, for: session)
      return fresh.accessToken
    } catch {
      attempts[session.cacheKey] = (timing.now(), error)
      throw error
    }
  }

  private func endpoint(for session: SSOSession, settings: AWSSettings) throws(IdentityFailure) -> OIDC {
    do throws(CredentialError) {
      return try OIDC(region: session.region, settings: settings, sender: sender, timing: timing)
    } catch {
      throw .unusable(reason: error.sentence)
    }
  }

  private func keep(_ token: SSOToken, for session: SSOSession) throws(IdentityFailure) {
    do throws(CredentialError) {
      try store(token, for: session)
    } catch {
      throw .unusable(reason: error.sentence)
    }
  }

  private func isRecent(_ time: Date) -> Bool {
    let elapsed = timing.now().timeIntervalSince(time)
    return elapsed >= 0 && .seconds(elapsed) < Self.pauseBetweenRenewals
  }

  private func path(of session: SSOSession) throws(CredentialError) -> String {
    guard let path = environment.homeFile(".aws/sso/cache/\(session.cacheKey).json") else {
      throw .misconfigured("HOME is not set, so there is no place for sign-ins")
    }
    return path
  }
}
