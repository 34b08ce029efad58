import FoundationEssentials

extension ApplianceService {
  static let tokenRoutes = [
    ApplianceRoute("POST", "/test", .portalAdministrator) { _, _ in .json(ApplianceWire.EmptyObject()) },
    ApplianceRoute("POST", "/token", .versioned) { try await $0.requestToken($1) },
    ApplianceRoute("DELETE", "/token", .signedIn) { $0.revokeToken($1) },
    ApplianceRoute("POST", "/token/authorizationCode", .signedIn) { try $0.createAuthorizationCode($1) },
    ApplianceRoute("GET", "/problems/{problemName}", .anyone) { try $0.describeProblem($1) },
  ]

  private func requestToken(_ call: ApplianceCall) async throws -> LoopbackReply {
    let form = try call.form()
    func field(_ name: String) throws(ApplianceProblem) -> String {
      guard let value = form[name], !value.isEmpty else { throw .invalid("\(name) is required.") }
      return value
    }
    switch try field("grant_type") {
    case "password":
      return try await signIn(name: field("username"), password: field("password"), call)
    case "refresh_token":
      let found = tokens.redeemRefresh(try field("refresh_token"), now: call.now, options: options)
      return try await grant(found, call)
    case "authorization_code":
      return try await grant(tokens.redeemCode(try field("code"), now: call.now), call)
    case "mfa":
      return try await finishStep(token: field("mfa_token"), code: field("mfa_code"), call)
    case let other:
      throw ApplianceProblem.invalid("grant_type has no value '\(other)'.")
    }
  }

  /// The password grant: tokens, or for a user with a second factor only the token of the next step.
  private func signIn(name: String, password: String, _ call: ApplianceCall) async throws -> LoopbackReply {
    guard let user = await world.portalUsers().first(where: { $0.name == name }), user.password == password else {
      throw ApplianceProblem.refusedSignIn(options.badCredentials, "The user name or password is incorrect.")
    }
    guard user.hasMFA else { return issue(to: user, call) }
    let step = tokens.issueStep(for: user.name, now: call.now)
    return .json(ApplianceWire.Token(username: user.name, mfaEnabled: true, mfaToken: step))
  }

  /// The second step of a user with a second factor; a wrong code may be tried again.
  private func finishStep(token: String, code: String, _ call: ApplianceCall) async throws -> LoopbackReply {
    guard case .user(let name) = tokens.user(ofStep: token, now: call.now),
      let user = await world.portalUsers().first(where: { $0.name == name }),
      TimedCode(userID: user.id).accepts(code, at: call.now)
    else { throw ApplianceProblem.refusedSignIn(options.badCredentials, "The code is incorrect.") }
    tokens.endStep(token)
    return issue(to: user, call)
  }

  private func grant(_ found: ApplianceTokens.Lookup, _ call: ApplianceCall) async throws -> LoopbackReply {
    switch found {
    case .user(let name):
      guard let user = await world.portalUsers().first(where: { $0.name == name }) else {
        throw ApplianceProblem.unknownToken
      }
      return issue(to: user, call)
    case .expired: throw ApplianceProblem.expiredToken
    case .unknown: throw ApplianceProblem.unknownToken
    }
  }

  private func issue(to user: PortalUser, _ call: ApplianceCall) -> LoopbackReply {
    let pair = tokens.issue(for: user.name, now: call.now, options: options)
    return .json(
      ApplianceWire.Token(
        accessToken: pair.access,
        tokenType: "bearer",
        refreshToken: pair.refresh,
        expiresIn: Int(options.accessTokenLifetime.seconds),
        issued: ApplianceTime.text(call.now, zoned: options.zonedTimes),
        expires: ApplianceTime.text(call.now + options.accessTokenLifetime, zoned: options.zonedTimes),
        username: user.name,
        roleName: user.role.rawValue,
        mfaEnabled: user.hasMFA
      )
    )
  }

  private func revokeToken(_ call: ApplianceCall) -> LoopbackReply {
    if let token = Self.bearer(of: call.request) { tokens.revoke(access: token) }
    return LoopbackReply(status: 204)
  }

  private func createAuthorizationCode(_ call: ApplianceCall) throws -> LoopbackReply {
    guard let user = call.user else { throw ApplianceProblem.noToken }
    let code = tokens.issueCode(for: user.name, now: call.now, lifetime: options.authorizationCodeLifetime)
    return .json(ApplianceWire.AuthorizationCode(code: code))
  }

  private func describeProblem(_ call: ApplianceCall) throws -> LoopbackReply {
    let name = call.parameter("problemName")
    guard let page = ApplianceProblem.Page(rawValue: name) else { throw ApplianceProblem.notFound("'\(name)'") }
    return LoopbackReply(status: 200, contentType: "text/html; charset=utf-8", body: Array(page.html.utf8))
  }
}
