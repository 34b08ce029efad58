import FoundationEssentials

/// The AWS endpoint: one address for all services, as `AWS_ENDPOINT_URL` wants it.
struct AWSEndpoint: Sendable {
  let world: World
  let options: SandboxOptions
  let faults: FaultPlan
  let throttle: Throttle?

  init(world: World, options: SandboxOptions, faults: FaultPlan) {
    self.world = world
    self.options = options
    self.faults = faults
    // In the scenario another tool of the organization lives on two fifths of the rates.
    throttle = options.throttle ? Throttle(share: options.scenario == .throttled ? 0.6 : 1) : nil
  }

  /// How far the clock of a skewed server is ahead.
  static let skew: TimeInterval = 600

  func answer(_ request: LoopbackRequest) async -> LoopbackReply { await answer(request, by: nil) }

  /// Answers a call that comes from inside the sandbox and needs no signature: an agent's that works with a role's session.
  ///
  /// - Parameters:
  ///   - request: An unsigned call.
  ///   - accessKeyID: Of whom it is made for.
  ///   - region: Where.
  /// - Returns: What a signed call would have got.
  func answer(_ request: LoopbackRequest, as accessKeyID: String, region: String) async -> LoopbackReply {
    let identity = await world.perform { state, _ in state.identities.identity(accessKeyID: accessKeyID) }
    guard let identity else {
      return AWSReply.failure(.unknownKey(.json), wire: AWSCall.wire(of: request), namespace: "")
    }
    return await answer(request, by: Caller(identity: identity, region: region))
  }

  private func answer(_ request: LoopbackRequest, by known: Caller?) async -> LoopbackReply {
    // Cancelled when the server stops, and then nobody waits for the answer any more.
    if options.latency > .zero { try? await Task.sleep(for: options.latency) }
    let call: AWSCall
    do {
      call = try AWSCall(request)
    } catch {
      return AWSReply.failure(error, wire: AWSCall.wire(of: request), namespace: TokenService.namespace)
    }
    let fault = faults.strike(service: call.service.name, operation: call.operation, hasPageToken: call.hasPageToken)
    var reply = await reply(to: call, request, by: known, fault)
    switch fault {
    case .reset: reply.delivery = .resetMidBody
    case .slow: reply.delivery = .late(options.slowness)
    case .truncate: reply.body = Array(reply.body.prefix(reply.body.count / 2))
    case .skew: reply.clockOffset = Self.skew
    case .throttle, .internalError, .html503, .type, .token, .expire, nil: break
    }
    return reply
  }

  private func reply(
    to call: AWSCall,
    _ request: LoopbackRequest,
    by known: Caller?,
    _ fault: Fault.Kind?
  ) async -> LoopbackReply {
    if fault == .html503 { return .proxyPage(status: 503, title: "Service Temporarily Unavailable") }
    if fault == .type { return .proxyPage(status: 200, title: "Sign in to the guest network") }
    let requestID = UUID().uuidString.lowercased()
    do throws(ServiceFailure) {
      let caller = try await world.perform { (state: inout WorldState, now: Date) throws(ServiceFailure) -> Caller? in
        try admit(call, request, by: known, fault, state, now)
      }
      var reply = try await call.service.answer(
        ServiceCall(
          operation: call.operation,
          input: call.input,
          request: request,
          signer: caller?.identity,
          region: caller?.region ?? "",
          requestID: requestID,
          world: world
        )
      )
      reply.headers.append((name: AWSReply.requestIDHeader(call.wire), value: requestID))
      return reply
    } catch {
      return AWSReply.failure(error, wire: call.wire, namespace: call.service.namespace, requestID: requestID)
    }
  }

  /// Who calls, once nothing speaks against the call.
  private func admit(
    _ call: AWSCall,
    _ request: LoopbackRequest,
    by known: Caller?,
    _ fault: Fault.Kind?,
    _ state: WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> Caller? {
    let clock = fault == .skew ? now.addingTimeInterval(Self.skew) : now
    var caller = known
    if known == nil, !call.isUnsigned { caller = try authenticate(call, request, state, clock) }
    try strike(call, fault)
    if let throttle, let caller,
      !throttle.admits(account: caller.identity.account, service: call.service.name, operation: call.operation, at: now)
    {
      throw .throttled(call.service.name)
    }
    if let caller { try authorize(caller, call, request, state, now) }
    return caller
  }

  /// Asks the caller's policies, if it has any.
  private func authorize(
    _ caller: Caller,
    _ call: AWSCall,
    _ request: LoopbackRequest,
    _ state: WorldState,
    _ now: Date
  ) throws(ServiceFailure) {
    let subject = AccessSubject(call, request, caller: caller.identity, region: caller.region, state)
    try state.authorize(caller.identity, subject, region: caller.region, wire: call.wire, at: now)
  }

  private func strike(_ call: AWSCall, _ fault: Fault.Kind?) throws(ServiceFailure) {
    switch fault {
    case .throttle: throw .throttled(call.service.name)
    case .internalError: throw .broken(call.wire)
    case .expire: throw .expired(call.wire)
    case .token:
      throw call.service.name == "organizations"
        ? .invalid("You specified an invalid value for NextToken.", reason: "INVALID_NEXT_TOKEN")
        : .validation("Invalid NextToken")
    case .html503, .reset, .slow, .truncate, .type, .skew, nil: return
    }
  }

  // MARK: Callers

  struct Caller {
    let identity: Identity
    /// The region the call was signed for.
    let region: String
  }

  private func authenticate(
    _ call: AWSCall,
    _ request: LoopbackRequest,
    _ state: WorldState,
    _ now: Date
  ) throws(ServiceFailure) -> Caller {
    guard let header = request.header("authorization") else { throw .unsigned(call.wire) }
    guard let claim = SignatureVerifier.Claim(header) else {
      throw .incompleteSignature(call.wire, "Authorization header is malformed.")
    }
    guard let identity = state.identities.identity(accessKeyID: claim.accessKeyID) else {
      throw .unknownKey(call.wire)
    }
    guard request.header("x-amz-security-token") == identity.sessionToken else { throw .unknownKey(call.wire) }
    let verifier = SignatureVerifier(request: request, claim: claim, wire: call.wire)
    try verifier.verify(secret: identity.secretAccessKey, service: call.service.name, now: now)
    if let expiresAt = identity.expiresAt, expiresAt <= now { throw .expired(call.wire) }
    return Caller(identity: identity, region: claim.region)
  }
}
