import FoundationEssentials

/// The appliance's REST service: state of its own, and one pipeline every request runs through.
///
/// Roles and users live in the ``World``; tokens, sessions and what the second factor needs live here.
actor ApplianceService {
  let world: World
  let options: ApplianceOptions
  let certificate: PresentedCertificate
  private let faults: FaultPlan
  private let slowness: Duration
  private let routes: [ApplianceRoute]
  var outage = ApplianceOutage.none
  var tokens = ApplianceTokens()
  var sessions: [ApplianceSession]
  var extras = UserExtras()
  var rolesView = RolesView()

  /// Access keys of roles that were registered with keys, by registration.
  var accessKeys: [String: RoleSpec.AccessKeys] = [:]

  /// When a role was first asked for, by address: slow trust counts from there.
  var firstAttempts: [RoleAddress: Date] = [:]

  init(
    world: World,
    options: ApplianceOptions,
    certificate: PresentedCertificate,
    faults: FaultPlan,
    slowness: Duration
  ) {
    self.world = world
    self.options = options
    self.certificate = certificate
    self.faults = faults
    self.slowness = slowness
    self.routes = Self.allRoutes.sorted { $0.precision > $1.precision }
    self.sessions = ApplianceSession.past(of: options.policies, now: world.clock.now)
  }

  func set(_ outage: ApplianceOutage) { self.outage = outage }

  /// Ends every token, as a restart of the services does.
  func endSessions() { tokens.revokeAll() }

  /// Answers one request.
  func respond(to request: LoopbackRequest) async -> LoopbackReply {
    if let reply = outage.reply(authority: request.authority) { return reply }
    let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard segments.starts(with: ["api", "v1"]) else {
      return ApplianceProblem.notFound("'\(request.path)'").reply(authority: request.authority)
    }
    let path = Array(segments.dropFirst(2))
    let candidates = routes.compactMap { route in route.match(path).map { (route, $0) } }
    guard let precision = candidates.first?.0.precision else {
      return ApplianceProblem.notFound("'\(request.path)'").reply(authority: request.authority)
    }
    guard
      let (route, parameters) = candidates.first(where: {
        $0.0.precision == precision && $0.0.method == request.method
      })
    else { return ApplianceProblem.methodNotAllowed.reply(authority: request.authority) }
    let strike = faults.strike(
      service: "appliance",
      operation: route.name,
      hasPageToken: request.queryValue("Offset").map { $0 != "0" } ?? false
    )
    return await answer(request, route, parameters, strike)
  }

  /// Runs `route`, and does to its answer what `strike` says.
  private func answer(
    _ request: LoopbackRequest,
    _ route: ApplianceRoute,
    _ parameters: [String: String],
    _ strike: Fault.Kind?
  ) async -> LoopbackReply {
    switch strike {
    case .throttle, .html503, .internalError, .token, .expire, .type:
      return refusal(strike, request)
    case .reset:
      var reply = await perform(request, route, parameters, now: world.clock.now)
      reply.delivery = .resetMidBody
      return reply
    case .slow:
      var reply = await perform(request, route, parameters, now: world.clock.now)
      reply.delivery = .late(slowness)
      return reply
    case .truncate:
      var reply = await perform(request, route, parameters, now: world.clock.now)
      reply.body.removeLast(reply.body.count / 2)
      return reply
    case .skew:
      return await perform(request, route, parameters, now: world.clock.now + .seconds(600))
    case nil:
      return await perform(request, route, parameters, now: world.clock.now)
    }
  }

  /// The answer of a call that a fault keeps from being made.
  ///
  /// No rate limit of the appliance is documented; one that is too busy says that it is unavailable.
  private func refusal(_ strike: Fault.Kind?, _ request: LoopbackRequest) -> LoopbackReply {
    switch strike {
    case .html503: return .proxyPage(status: 503, title: "Service Temporarily Unavailable")
    case .type: return .proxyPage(status: 200, title: "Welcome")
    case .internalError: return ApplianceProblem.internalError.reply(authority: request.authority)
    case .token: return ApplianceProblem.invalid("Offset is not valid.").reply(authority: request.authority)
    case .expire:
      if let token = Self.bearer(of: request) { tokens.revoke(access: token) }
      return ApplianceProblem.expiredToken.reply(authority: request.authority)
    default: return ApplianceProblem.unavailable.reply(authority: request.authority)
    }
  }

  private func perform(
    _ request: LoopbackRequest,
    _ route: ApplianceRoute,
    _ parameters: [String: String],
    now: Date
  ) async -> LoopbackReply {
    do {
      let newest = options.product.revisions.max() ?? ApplianceRevision(minor: 0)
      let revision = route.permission == .anyone ? newest : try revision(of: request, newest: newest)
      guard route.revisions.contains(revision) else { throw ApplianceProblem.notFound("'\(request.path)'") }
      let call = ApplianceCall(
        request: request,
        parameters: parameters,
        revision: revision,
        user: try await user(of: request, for: route.permission, now: now),
        now: now
      )
      return try await route.handler(self, call)
    } catch let problem as ApplianceProblem {
      return problem.reply(authority: request.authority)
    } catch {
      return ApplianceProblem.internalError.reply(authority: request.authority)
    }
  }

  private func revision(
    of request: LoopbackRequest,
    newest: ApplianceRevision
  ) throws(ApplianceProblem) -> ApplianceRevision {
    let values = Set(request.headerValues("x-api-version"))
    guard let value = values.first else {
      guard options.missingVersion == .refused else { return newest }
      throw .version(.apiVersionUnspecified, "The header x-api-version is required.")
    }
    guard values.count == 1 else { throw .version(.ambiguousApiVersion, "More than one API version was named.") }
    guard let revision = ApplianceRevision(value) else {
      throw .version(.invalidApiVersion, "The API version is not valid.")
    }
    guard options.product.revisions.contains(revision) else {
      throw .version(.unsupportedApiVersion, "The API version \(revision) is not supported.")
    }
    return revision
  }

  private func user(
    of request: LoopbackRequest,
    for permission: ApplianceRoute.Permission,
    now: Date
  ) async throws -> PortalUser? {
    guard permission != .anyone, permission != .versioned else { return nil }
    guard let token = Self.bearer(of: request) else { throw ApplianceProblem.noToken }
    guard case .user(let name) = tokens.user(ofAccess: token, now: now) else {
      let isExpired = tokens.user(ofAccess: token, now: now) == .expired
      throw isExpired ? ApplianceProblem.expiredToken : ApplianceProblem.unknownToken
    }
    guard let user = await world.portalUsers().first(where: { $0.name == name }) else {
      throw ApplianceProblem.unknownToken
    }
    let isAllowed =
      switch permission {
      case .anyone, .versioned, .signedIn: true
      case .portalOperator: user.role == .portalAdministrator || user.role == .portalOperator
      case .portalAdministrator: user.role == .portalAdministrator
      }
    guard isAllowed else { throw ApplianceProblem.forbidden }
    return user
  }

  /// The token in `Authorization: Bearer …`.
  static func bearer(of request: LoopbackRequest) -> String? {
    guard let parts = request.header("authorization")?.split(separator: " ", maxSplits: 1), parts.count == 2,
      parts[0].lowercased() == "bearer"
    else { return nil }
    return String(parts[1])
  }
}
