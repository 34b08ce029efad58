package import FoundationEssentials
package import Transport

/// What happens while a person signs in.
package enum SignInEvent: Hashable, Sendable {
  /// Visit the address and compare the code, before it ends.
  case visit(address: String, code: String, expires: Date)
  /// Signed in; the token is in the file that all AWS tools read.
  case succeeded(expires: Date)
  case failed(CredentialError)
}

/// Signs a person in through IAM Identity Center, on any device with a browser.
package struct DeviceSignIn: Sendable {
  private static let clientName = "rolecall"

  private let session: SSOSession
  private let settings: AWSSettings
  private let tokens: SSOTokens
  private let sender: HTTPSender
  private let timing: Timing

  package init(
    to session: SSOSession,
    settings: AWSSettings,
    tokens: SSOTokens,
    sender: HTTPSender,
    timing: Timing = .system
  ) {
    self.session = session
    self.settings = settings
    self.tokens = tokens
    self.sender = sender
    self.timing = timing
  }

  /// Begins to sign in and tells what happens; whoever stops listening ends it.
  ///
  /// The last event is `succeeded` or `failed`.
  package func events() -> AsyncStream<SignInEvent> {
    AsyncStream { continuation in
      let work = Task {
        do throws(CredentialError) {
          let end = try await signIn { continuation.yield($0) }
          continuation.yield(.succeeded(expires: end))
        } catch {
          continuation.yield(.failed(error))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in work.cancel() }
    }
  }

  private func signIn(tell: (SignInEvent) -> Void) async throws(CredentialError) -> Date {
    let oidc = try OIDC(region: session.region, settings: settings, sender: sender, timing: timing)
    let registration: OIDC.Registration
    let device: OIDC.DeviceAuthorization
    do throws(IdentityFailure) {
      registration = try await oidc.registerClient(named: Self.clientName, scopes: session.scopes)
      device = try await oidc.startDeviceAuthorization(registration, startURL: session.startURL)
    } catch {
      throw failure(error.reason)
    }
    let deadline = timing.now().addingTimeInterval(Double(device.expiresIn))
    tell(
      .visit(
        address: device.verificationUriComplete ?? device.verificationUri,
        code: device.userCode,
        expires: deadline
      )
    )
    let token = try await poll(oidc, registration, device, deadline: deadline)
    let end = timing.now().addingTimeInterval(Double(token.expiresIn))
    try await tokens.store(
      SSOToken(
        startUrl: session.startURL,
        region: session.region,
        accessToken: token.accessToken,
        expiresAt: Timestamp.text(end),
        clientId: registration.clientId,
        clientSecret: registration.clientSecret,
        registrationExpiresAt: Timestamp.text(Date(timeIntervalSince1970: Double(registration.clientSecretExpiresAt))),
        refreshToken: token.refreshToken
      ),
      for: session
    )
    return end
  }

  private func poll(
    _ oidc: OIDC,
    _ registration: OIDC.Registration,
    _ device: OIDC.DeviceAuthorization,
    deadline: Date
  ) async throws(CredentialError) -> OIDC.Token {
    var polling = DevicePolling(interval: device.interval, deadline: deadline)
    try await wait(polling.interval)
    while true {
      let answer: DevicePolling.Answer
      do throws(IdentityFailure) {
        return try await oidc.createToken(registration, deviceCode: device.deviceCode)
      } catch {
        answer = DevicePolling.Answer(error)
      }
      switch polling.take(answer, at: timing.now()) {
      case .wait(let pause): try await wait(pause)
      case .fail(let reason): throw failure(reason)
      }
    }
  }

  private func wait(_ duration: Duration) async throws(CredentialError) {
    do {
      try await timing.sleep(duration)
    } catch {
      throw .cancelled
    }
  }

  private func failure(_ reason: String) -> CredentialError { .failed(source: session.title, reason: reason) }
}
