/// All sign-in services on one port of 127.0.0.1: Identity Center's OIDC and portal, the console's sign-in, an instance's
/// metadata and a container's agent.
///
/// Their paths do not meet, so one address serves all; the credentials they hand out are taken by the sandbox's AWS
/// endpoint.
package final class IdentityServer: Sendable {
  /// The operations' names, by which faults are given; what has none goes by method and path.
  static let operations = [
    "/client/register": "RegisterClient", "/device_authorization": "StartDeviceAuthorization",
    "/token": "CreateToken", "/federation/credentials": "GetRoleCredentials", "/assignment/accounts": "ListAccounts",
    "/assignment/roles": "ListAccountRoles", "/v1/token": "CreateOAuth2Token",
  ]

  private let center: IdentityCenter
  private let console: ConsoleSignIn
  private let metadata: InstanceMetadata
  private let agent: ContainerAgent
  private let faults: FaultPlan
  private let slowness: Duration

  /// Services for `world` that are not listening yet.
  package init(
    world: World,
    options: IdentityOptions = IdentityOptions(),
    faults: FaultPlan = FaultPlan([]),
    slowness: Duration = .seconds(60)
  ) {
    center = IdentityCenter(world: world, options: options)
    console = ConsoleSignIn(world: world)
    metadata = InstanceMetadata(world: world, options: options)
    agent = ContainerAgent(world: world, options: options)
    self.faults = faults
    self.slowness = slowness
  }

  /// The path of the container's agent, for `AWS_CONTAINER_CREDENTIALS_FULL_URI`.
  package static var containerPath: String { ContainerAgent.path }

  /// The answer to `request`, or nil when no sign-in service has its path.
  package func answer(_ request: LoopbackRequest) async -> LoopbackReply? {
    guard var reply = await serviceAnswer(request) else { return nil }
    let operation = Self.operations[request.path] ?? "\(request.method) \(request.path)"
    switch faults.strike(service: "identity", operation: operation) {
    case nil, .token, .skew: break
    case .throttle:
      return IdentityRefusal.portal("TooManyRequestsException", status: 429, "Rate exceeded").reply
    case .internalError:
      return IdentityRefusal.oidc("InternalServerException", "server_error", status: 500).reply
    case .html503: return .proxyPage(status: 503, title: "Service Temporarily Unavailable")
    case .type: return .proxyPage(status: 200, title: "Welcome")
    case .expire: return IdentityRefusal.portal("UnauthorizedException", status: 401, "Session token expired").reply
    case .reset: reply.delivery = .resetMidBody
    case .slow: reply.delivery = .late(slowness)
    case .truncate: reply.body.removeLast(reply.body.count / 2)
    }
    return reply
  }

  private func serviceAnswer(_ request: LoopbackRequest) async -> LoopbackReply? {
    if let reply = await center.answer(request) { return reply }
    if let reply = await console.answer(request) { return reply }
    if let reply = await metadata.answer(request) { return reply }
    return await agent.answer(request)
  }

  /// The tokens of a sign-in that has happened, as they stand in the shared token file.
  package func signIn() async -> (access: String, refresh: String, client: String, secret: String) {
    await center.signIn()
  }

  /// A session as `aws login` leaves it: the refresh token that its file holds.
  package func beginConsoleSession(account: String, role: String, client: String) async -> String {
    await console.begin(account: account, role: role, client: client)
  }

  /// Makes renewals of console sessions fail: the person's password was changed.
  package func changeConsoleCredentials() async { await console.changeCredentials() }

  /// Listens on a free port, runs `body` with the address, and stops.
  package func serving<Value: Sendable>(_ body: (String) async throws -> Value) async throws -> Value {
    let host = LoopbackHost { [self] request in await answer(request) ?? LoopbackReply(status: 404) }
    let port = try await host.start()
    do {
      let value = try await body("http://127.0.0.1:\(port)")
      await host.stop()
      return value
    } catch {
      await host.stop()
      throw error
    }
  }
}
