import FoundationEssentials

/// The console's sign-in service: renews the session that `aws login` began, for whoever holds its key.
///
/// Source: service model signin, CreateOAuth2Token; RFC 9449 (read 2026-11).
actor ConsoleSignIn {
  /// A session that a person began in a browser.
  private struct Session {
    let account: String
    let role: String
    let client: String
    let expires: Date

    /// The key it is bound to, known from the first renewal on.
    var keyID: String?
  }

  private static let sessionLifetime = Duration.seconds(12 * 3600)
  private static let credentialLifetime = Duration.seconds(900)

  private let world: World
  private var sessions: [String: Session] = [:]
  private var proofs: Set<String> = []

  /// Whether renewals fail since the person's password was changed.
  private var credentialsHaveChanged = false

  init(world: World) { self.world = world }

  /// Begins a session; the refresh token that comes back is where a client goes on.
  func begin(account: String, role: String, client: String) -> String {
    let token = OpaqueToken.make()
    let expires = world.clock.now + Self.sessionLifetime
    sessions[token] = Session(account: account, role: role, client: client, expires: expires)
    return token
  }

  func changeCredentials() { credentialsHaveChanged = true }

  /// The answer to `request`, or nil when the path belongs to somebody else.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    guard request.method == "POST", request.path == "/v1/token" else { return nil }
    do {
      return try await createToken(request)
    } catch {
      return (error as? IdentityRefusal ?? Self.invalid("The request is malformed.")).reply
    }
  }

  private struct Input: Decodable {
    let clientId: String
    let grantType: String
    let refreshToken: String?
  }

  private struct Output: Encodable {
    let accessToken: AccessToken
    let tokenType: String
    let expiresIn: Int
    let refreshToken: String

    struct AccessToken: Encodable {
      let accessKeyId: String
      let secretAccessKey: String
      let sessionToken: String
    }
  }

  private func createToken(_ request: LoopbackRequest) async throws -> LoopbackReply {
    guard let input = try? request.decoded(Input.self) else { throw Self.invalid("The request is malformed.") }
    guard input.grantType == "refresh_token", let token = input.refreshToken else {
      throw Self.invalid("grantType is not supported.")
    }
    let now = world.clock.now
    let proof = try proof(of: request, now: now)
    guard !credentialsHaveChanged else { throw Self.denied("USER_CREDENTIALS_CHANGED") }
    guard var session = sessions[token], session.client == input.clientId, session.expires > now,
      session.keyID == nil || session.keyID == proof.keyID
    else { throw Self.denied("TOKEN_EXPIRED") }
    session.keyID = proof.keyID
    sessions[token] = nil
    let next = OpaqueToken.make()
    sessions[next] = session
    let credentials = await world.issueSession(
      account: session.account,
      role: session.role,
      session: "sandbox-user",
      lifetime: Self.credentialLifetime
    )
    return .json(
      Output(
        accessToken: .init(
          accessKeyId: credentials.accessKeyID,
          secretAccessKey: credentials.secretAccessKey,
          sessionToken: credentials.sessionToken
        ),
        tokenType: "aws_sigv4",
        expiresIn: Int(Self.credentialLifetime.seconds),
        refreshToken: next
      )
    )
  }

  /// The proof that came with `request`: signed, fresh, for this request and never seen before.
  private func proof(of request: LoopbackRequest, now: Date) throws(IdentityRefusal) -> ProofOfPossession {
    guard let proof = request.header("dpop").flatMap(ProofOfPossession.init),
      proof.isFor("POST", "http://\(request.authority)/v1/token", now: now),
      proofs.insert(proof.id).inserted
    else { throw Self.invalid("The DPoP proof is not valid.") }
    return proof
  }

  private static func denied(_ word: String) -> IdentityRefusal {
    .signIn("AccessDeniedException", word, "Sign in again.")
  }

  private static func invalid(_ message: String) -> IdentityRefusal {
    .signIn("ValidationException", "INVALID_REQUEST", message)
  }
}
