import FoundationEssentials

/// The OIDC service and the portal of IAM Identity Center: registers clients, lets a person approve a device, hands out
/// tokens, and for a token the credentials of a role.
///
/// Source: service models sso and sso-oidc; RFC 8628 (read 2026-11).
actor IdentityCenter {
  private struct Client {
    let secret: String
    let expires: Date
  }

  private struct Device {
    let userCode: String
    let client: String
    let expires: Date
    var lastPoll: Date?
    var isApproved = false
  }

  private let world: World
  private let options: IdentityOptions
  private var clients: [String: Client] = [:]
  private var devices: [String: Device] = [:]
  private var accessTokens: [String: Date] = [:]
  private var refreshTokens: [String: String] = [:]
  private var scriptedAnswers: [IdentityOptions.DeviceAnswer]

  init(world: World, options: IdentityOptions) {
    self.world = world
    self.options = options
    scriptedAnswers = options.deviceAnswers
  }

  /// The answer to `request`, or nil when the path belongs to somebody else.
  func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    do {
      switch (request.method, request.path) {
      case ("POST", "/client/register"): return try registerClient(request)
      case ("POST", "/device_authorization"): return try startDeviceAuthorization(request)
      case ("POST", "/token"): return try createToken(request)
      case ("GET", "/device"): return approvalPage(request)
      case ("GET", "/federation/credentials"): return try await roleCredentials(request)
      case ("GET", "/assignment/accounts"): return try await accounts(request)
      case ("GET", "/assignment/roles"): return try roles(request)
      default: return nil
      }
    } catch {
      return (error as? IdentityRefusal ?? .malformed).reply
    }
  }

  /// A token as a finished sign-in leaves it, for tests that begin there.
  func signIn() -> (access: String, refresh: String, client: String, secret: String) {
    let (client, secret) = register()
    let tokens = issueTokens(to: client)
    return (tokens.access, tokens.refresh, client, secret)
  }

  // MARK: OIDC

  private func registerClient(_ request: LoopbackRequest) throws -> LoopbackReply {
    let input = try request.decoded(IdentityWire.RegisterClientInput.self)
    guard input.clientType == "public", !input.clientName.isEmpty else {
      throw IdentityRefusal.oidc("InvalidClientMetadataException", "invalid_client_metadata")
    }
    let (id, secret) = register()
    let now = world.clock.now
    return .json(
      IdentityWire.RegisterClientOutput(
        clientId: id,
        clientSecret: secret,
        clientIdIssuedAt: Int(now.timeIntervalSince1970),
        clientSecretExpiresAt: Int((now + options.registrationLifetime).timeIntervalSince1970)
      )
    )
  }

  private func register() -> (id: String, secret: String) {
    let (id, secret) = (OpaqueToken.make(), OpaqueToken.make())
    clients[id] = Client(secret: secret, expires: world.clock.now + options.registrationLifetime)
    return (id, secret)
  }

  private func startDeviceAuthorization(_ request: LoopbackRequest) throws -> LoopbackReply {
    let input = try request.decoded(IdentityWire.StartDeviceAuthorizationInput.self)
    try check(client: input.clientId, secret: input.clientSecret)
    guard !input.startUrl.isEmpty else { throw IdentityRefusal.malformed }
    let code = OpaqueToken.make()
    let userCode = Self.userCode()
    devices[code] = Device(
      userCode: userCode,
      client: input.clientId,
      expires: world.clock.now + options.deviceCodeLifetime
    )
    let page = "http://\(request.authority)/device"
    return .json(
      IdentityWire.StartDeviceAuthorizationOutput(
        deviceCode: code,
        userCode: userCode,
        verificationUri: page,
        verificationUriComplete: "\(page)?user_code=\(userCode)",
        expiresIn: Int(options.deviceCodeLifetime.seconds),
        interval: Int(options.pollInterval.seconds)
      )
    )
  }

  private func createToken(_ request: LoopbackRequest) throws -> LoopbackReply {
    let input = try request.decoded(IdentityWire.CreateTokenInput.self)
    try check(client: input.clientId, secret: input.clientSecret)
    switch input.grantType {
    case "urn:ietf:params:oauth:grant-type:device_code":
      try poll(device: input.deviceCode ?? "", client: input.clientId)
    case "refresh_token":
      guard let token = input.refreshToken, refreshTokens.removeValue(forKey: token) == input.clientId else {
        throw IdentityRefusal.oidc("InvalidGrantException", "invalid_grant", "The refresh token is not valid.")
      }
    default:
      throw IdentityRefusal.oidc("UnsupportedGrantTypeException", "unsupported_grant_type")
    }
    let tokens = issueTokens(to: input.clientId)
    return .json(
      IdentityWire.CreateTokenOutput(
        accessToken: tokens.access,
        tokenType: "Bearer",
        expiresIn: Int(options.accessTokenLifetime.seconds),
        refreshToken: tokens.refresh
      )
    )
  }

  /// Returns when the device was approved; the code is then spent.
  private func poll(device code: String, client: String) throws(IdentityRefusal) {
    if !scriptedAnswers.isEmpty { throw Self.refusal(scriptedAnswers.removeFirst()) }
    guard var device = devices[code], device.client == client else {
      throw .oidc("InvalidGrantException", "invalid_grant", "The device code is not valid.")
    }
    let now = world.clock.now
    guard device.expires > now else { throw Self.refusal(.expired) }
    let last = device.lastPoll
    device.lastPoll = now
    devices[code] = device
    if device.isApproved {
      devices[code] = nil
      return
    }
    // A little early is not too fast: clocks and timers differ.
    if let last, now.timeIntervalSince(last) < options.pollInterval.seconds * 0.8 { throw Self.refusal(.slowDown) }
    throw Self.refusal(.pending)
  }

  private static func refusal(_ answer: IdentityOptions.DeviceAnswer) -> IdentityRefusal {
    switch answer {
    case .pending: .oidc("AuthorizationPendingException", "authorization_pending")
    case .slowDown: .oidc("SlowDownException", "slow_down")
    case .expired: .oidc("ExpiredTokenException", "expired_token", "The device code has expired.")
    case .denied: .oidc("AccessDeniedException", "access_denied", "The request was denied.")
    }
  }

  private func check(client: String, secret: String) throws(IdentityRefusal) {
    guard let known = clients[client], known.secret == secret, known.expires > world.clock.now else {
      throw .oidc("InvalidClientException", "invalid_client", status: 401, "The client is not registered.")
    }
  }

  private func issueTokens(to client: String) -> (access: String, refresh: String) {
    let tokens = (access: OpaqueToken.make(), refresh: OpaqueToken.make())
    accessTokens[tokens.access] = world.clock.now + options.accessTokenLifetime
    refreshTokens[tokens.refresh] = client
    return tokens
  }

  /// Eight letters without vowels, so that no code spells a word.
  private static func userCode() -> String {
    let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
    let half = { String((0..<4).map { _ in letters.randomElement() ?? "B" }) }
    return half() + "-" + half()
  }

  /// The page a person opens; opening it with a code approves the device, since nobody else can be there.
  private func approvalPage(_ request: LoopbackRequest) -> LoopbackReply {
    let typed = request.queryValue("user_code")?.uppercased()
    let now = world.clock.now
    let found = devices.first { $0.value.userCode == typed && $0.value.expires > now }
    if let code = found?.key { devices[code]?.isApproved = true }
    let page = DevicePage(outcome: typed == nil ? .asking : found == nil ? .unknown : .approved)
    return LoopbackReply(
      status: page.outcome == .unknown ? 404 : 200,
      contentType: "text/html; charset=utf-8",
      body: Array(page.html.utf8)
    )
  }

  // MARK: Portal

  private func roleCredentials(_ request: LoopbackRequest) async throws -> LoopbackReply {
    try checkToken(request)
    guard let account = request.queryValue("account_id"), let role = request.queryValue("role_name") else {
      throw IdentityRefusal.portal("InvalidRequestException", status: 400, "account_id and role_name are required.")
    }
    guard options.portalRoles.contains(role), account.utf8.count == 12, Int(account) != nil else {
      throw IdentityRefusal.portal("ForbiddenException", status: 403, "No access")
    }
    let session = await world.issueSession(
      account: account,
      role: "AWSReservedSSO_\(role)_0123456789abcdef",
      session: "sandbox-user",
      lifetime: options.credentialLifetime
    )
    return .json(
      IdentityWire.RoleCredentialsOutput(
        roleCredentials: .init(
          accessKeyId: session.accessKeyID,
          secretAccessKey: session.secretAccessKey,
          sessionToken: session.sessionToken,
          expiration: Int((session.expiration.timeIntervalSince1970 * 1000).rounded())
        )
      )
    )
  }

  private func accounts(_ request: LoopbackRequest) async throws -> LoopbackReply {
    try checkToken(request)
    let list = [("management", await world.managementAccount), ("backup", world.backupAccount)]
    return .json(
      IdentityWire.AccountsOutput(
        accountList: list.map { .init(accountId: $0.1, accountName: $0.0, emailAddress: "\($0.0)@example.com") }
      )
    )
  }

  private func roles(_ request: LoopbackRequest) throws -> LoopbackReply {
    try checkToken(request)
    guard let account = request.queryValue("account_id") else {
      throw IdentityRefusal.portal("InvalidRequestException", status: 400, "account_id is required.")
    }
    return .json(
      IdentityWire.RolesOutput(roleList: options.portalRoles.map { .init(roleName: $0, accountId: account) })
    )
  }

  private func checkToken(_ request: LoopbackRequest) throws(IdentityRefusal) {
    let token = request.header("x-amz-sso_bearer_token") ?? ""
    guard let expires = accessTokens[token], expires > world.clock.now else {
      throw .portal("UnauthorizedException", status: 401, "Session token not found or invalid")
    }
  }
}
