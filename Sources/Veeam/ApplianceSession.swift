import FoundationEssentials
import Transport

/// A signed-in user's tokens and the API revision they were given for: kept, renewed, and forgotten in one place.
actor ApplianceSession {
  /// Tokens that were valid when they were handed out.
  struct Open: Equatable, Sendable {
    let version: APIVersion
    let accessToken: String
    let refreshToken: String?
    /// When to ask for new tokens, some time before these end.
    let renewal: Duration
    let roleName: String?
  }

  /// One attempt per password: repeating a wrong one with every refresh helps nobody and may lock the user out.
  private struct Refusal {
    let credential: ApplianceCredential
    let end: Duration
  }

  private static let renewalMargin = Duration.seconds(60)
  /// For an answer that does not say it; the default of appliances is an hour.
  private static let assumedLifetime = 600

  private let connection: ApplianceConnection
  private let timepiece: Timepiece
  /// How long a refused password is not tried again by itself.
  private let refusalMemory: Duration
  private let credential: @Sendable () async throws -> ApplianceCredential
  private let flight = SingleFlight<String, Open>()
  private(set) var version: APIVersion?
  private var open: Open?
  private var refused: Refusal?

  init(
    connection: ApplianceConnection,
    version: APIVersion?,
    timepiece: Timepiece,
    refusalMemory: Duration,
    credential: @escaping @Sendable () async throws -> ApplianceCredential
  ) {
    self.connection = connection
    self.version = version
    self.timepiece = timepiece
    self.refusalMemory = refusalMemory
    self.credential = credential
  }

  /// The session; signs in or renews it first where that is needed.
  ///
  /// Callers at the same time share one sign-in.
  func current() async throws -> Open {
    if let open, timepiece.now() < open.renewal { return open }
    return try await flight.value(for: "sign-in") { try await self.renew() }
  }

  /// Reads a resource; nil where the appliance answers with nothing.
  ///
  /// - Parameters:
  ///   - path: Path and query below `/api/v1`.
  ///   - what: What is done, for the sentence of a refusal.
  ///   - role: The role that it needs.
  /// - Returns: The decoded answer.
  /// - Throws: ``ApplianceError``, `CancellationError`, or what the credential's source throws.
  func read<Value: Decodable & Sendable>(_ path: String, what: String, needs role: String) async throws -> Value? {
    try await ask(.get(path, (what: what, needs: role)))
  }

  /// Makes a call and decodes what it answers; nil where that is nothing.
  ///
  /// - Throws: ``ApplianceError``, `CancellationError`, or what the credential's source throws.
  func ask<Value: Decodable & Sendable>(_ request: ApplianceRequest) async throws -> Value? {
    let response = try await perform(request)
    guard response.body.contains(where: { !" \t\r\n".utf8.contains($0) }) else { return nil }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(response.body))
    } catch {
      throw ApplianceError.unexpected(response)
    }
  }

  /// Makes a call and returns its answer, whose status is 2xx.
  ///
  /// - Throws: ``ApplianceError``, `CancellationError`, or what the credential's source throws.
  @discardableResult
  func perform(_ request: ApplianceRequest) async throws -> HTTPResponse {
    let response = try await answer(to: request)
    guard (200..<300).contains(response.status) else { throw ApplianceError(response, call: request.purpose) }
    // A proxy's page says nothing of whether the call arrived.
    let first = response.body.first { !" \t\r\n".utf8.contains($0) }
    guard first.map({ "{[n\"".utf8.contains($0) }) ?? true else { throw ApplianceError.unexpected(response) }
    return response
  }

  /// Signs out; the tokens are forgotten whatever the appliance answers.
  func end() async throws {
    guard let open else { return }
    self.open = nil
    let request = ApplianceRequest(method: "DELETE", path: "/token")
    let response = try await connection.send(request, version: open.version, token: open.accessToken)
    // 401: the session had ended by itself.
    guard (200..<300).contains(response.status) || response.status == 401 else { throw ApplianceError(response) }
  }

  /// A 401 or a version problem may come from an update that ended all sessions: one more sign-in, one more attempt.
  private func answer(to request: ApplianceRequest) async throws -> HTTPResponse {
    let session = try await current()
    let response = try await connection.send(request, version: session.version, token: session.accessToken)
    guard response.status == 401 || response.isAboutVersion else { return response }
    forget(session)
    let renewed = try await current()
    let second = try await connection.send(request, version: renewed.version, token: renewed.accessToken)
    guard second.status != 401 else { throw ApplianceError.sessionRefused }
    return second
  }

  /// Unless somebody else has renewed it already.
  private func forget(_ session: Open) {
    if open == session { open = nil }
  }

  private func renew() async throws -> Open {
    if let open, timepiece.now() < open.renewal { return open }
    if let token = open?.refreshToken, let renewed = try await refresh(token) { return renewed }
    open = nil
    return try await signIn()
  }

  /// Nil when the refresh token is refused: it may be older than its two hours, or used up.
  private func refresh(_ token: String) async throws -> Open? {
    let start = timepiece.now()
    let response = try await requestToken([("grant_type", "refresh_token"), ("refresh_token", token)])
    guard let answer = response.token, answer.accessToken != nil else { return nil }
    return try keep(answer, from: start, fallback: token, status: response.status)
  }

  private func signIn() async throws -> Open {
    let credential = try await credential()
    let start = timepiece.now()
    if let refused, refused.credential == credential, start < refused.end {
      throw ApplianceError.signInRefused(user: credential.username)
    }
    let response = try await requestToken([
      ("grant_type", "password"), ("username", credential.username), ("password", credential.password),
    ])
    switch response.status {
    case 200..<300: break
    case 400, 401:
      let error = ApplianceError(response)
      guard error != .licenceTermsNotAccepted else { throw error }
      // A 400 that cannot be read may as well be about the version: to blame the password would send an admin astray.
      if response.status == 400, !response.body.isEmpty, Problem(body: response.body) == nil { throw error }
      refused = Refusal(credential: credential, end: start + refusalMemory)
      throw ApplianceError.signInRefused(user: credential.username)
    default: throw ApplianceError(response)
    }
    guard let answer = response.token else { throw ApplianceError.unexpected(status: response.status, beginning: "") }
    if answer.accessToken?.isEmpty ?? true, answer.mfaToken != nil {
      throw ApplianceError.secondFactorNeeded(user: credential.username)
    }
    return try keep(answer, from: start, fallback: nil, status: response.status)
  }

  private func keep(
    _ answer: TokenResponse,
    from start: Duration,
    fallback: String?,
    status: Int
  ) throws -> Open {
    guard let version, let accessToken = answer.accessToken, !accessToken.isEmpty else {
      // Not how it begins: there may be a token in it.
      throw ApplianceError.unexpected(status: status, beginning: "")
    }
    let lifetime = Duration.seconds(answer.expiresIn ?? Self.assumedLifetime)
    let renewed = Open(
      version: version,
      accessToken: accessToken,
      refreshToken: answer.refreshToken ?? fallback,
      renewal: start + lifetime - min(Self.renewalMargin, lifetime / 10),
      roleName: answer.roleName ?? open?.roleName
    )
    refused = nil
    open = renewed
    return renewed
  }

  /// Asks for tokens with the revision that is known to work, else with the newest and down on a version problem.
  private func requestToken(_ form: [(name: String, value: String)]) async throws -> HTTPResponse {
    let candidates = [version].compactMap { $0 } + APIVersion.known.filter { $0 != version }
    for candidate in candidates {
      let response = try await connection.send(.form("/token", form), version: candidate)
      guard response.isAboutVersion else {
        version = candidate
        return response
      }
    }
    throw ApplianceError.versionRefused(tried: candidates)
  }
}

extension HTTPResponse {
  fileprivate var isAboutVersion: Bool {
    (400..<500).contains(status) && Problem(body: body)?.isAboutVersion ?? false
  }

  /// The tokens of a successful answer.
  fileprivate var token: TokenResponse? {
    guard (200..<300).contains(status) else { return nil }
    return try? JSONDecoder().decode(TokenResponse.self, from: Data(body))
  }
}
