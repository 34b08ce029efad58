import FoundationEssentials

/// Calling functions: by Lambda's API, by stacks and by other services.
extension World {
  /// Runs a function and waits for what it answers; within a piece of work.
  ///
  /// - Throws: ``ServiceFailure`` when it may not or cannot be called now.
  nonisolated func invoke(
    _ function: FunctionReference,
    _ payload: [UInt8],
    by invoker: Invoker
  ) async throws(ServiceFailure) -> (InvocationResult, FunctionVersion) {
    let version = try await callee(function, for: invoker)
    let share = await share(of: function)
    guard await executions.slots.enter(share) else {
      throw ServiceFailure(code: "TooManyRequestsException", message: "Rate Exceeded.", status: 429)
    }
    let invocation = Invocation(
      requestID: await newRequestID(),
      invokedARN: function.qualifiedARN,
      version: version,
      payload: payload
    )
    let result = await executions.run(invocation)
    await executions.slots.leave(share)
    return (result, version)
  }

  /// Puts an event into a function's queue; it is delivered in the background, and again when the function fails.
  ///
  /// - Returns: The request's id, which every attempt has.
  /// - Throws: ``ServiceFailure`` when the function may not be called.
  @discardableResult
  nonisolated func send(
    _ payload: [UInt8],
    to function: FunctionReference,
    by invoker: Invoker
  ) async throws(ServiceFailure) -> String {
    try await check(function, for: invoker)
    let requestID = await newRequestID()
    let event = FunctionEvent(
      requestID: requestID,
      function: function,
      payload: payload,
      acceptedAt: clock.now,
      number: await executions.countEvent()
    )
    await perform { state, _ in
      state.orders.append { world in await EventDelivery(event: event, world: world).run() }
    }
    return requestID
  }

  /// - Throws: ``ServiceFailure`` when there is no such function, or when `invoker` may not call it.
  nonisolated func check(_ function: FunctionReference, for invoker: Invoker) async throws(ServiceFailure) {
    _ = try await perform { (state: inout WorldState, _: Date) throws(ServiceFailure) -> FunctionVersion in
      try state.permittedVersion(function, for: invoker)
    }
  }

  /// The version to be run, when it can be run now.
  nonisolated func callee(
    _ function: FunctionReference,
    for invoker: Invoker?
  ) async throws(ServiceFailure) -> FunctionVersion {
    let idleLimit = executions.options.idleLimit
    return try await perform { (state: inout WorldState, now: Date) throws(ServiceFailure) -> FunctionVersion in
      let version = try state.permittedVersion(function, for: invoker)
      let condition = version.state(at: now, idleLimit: idleLimit)
      if condition == .inactive {
        // The call that meets an idle function fails, and wakes it.
        let awake = now.addingTimeInterval(FunctionVersion.preparation(of: version.settings))
        state.functions[function.arn]?.use(version, at: now, activeAt: awake)
      }
      guard condition == .active else {
        throw .lambdaConflict(
          "The operation cannot be performed at this time. The function is currently in the following state: "
            + condition.rawValue
        )
      }
      state.functions[function.arn]?.use(version, at: now)
      return version
    }
  }

  nonisolated func share(of function: FunctionReference) async -> ConcurrencyShare {
    let limit = executions.options.accountConcurrency
    return await perform { state, _ in state.concurrency(of: function.arn, accountLimit: limit) }
  }

  private nonisolated func newRequestID() async -> String { await perform { state, _ in state.generator.uuid() } }
}

extension WorldState {
  /// The version that a reference stands for; nil for `invoker` asks on Lambda's own behalf.
  fileprivate func permittedVersion(
    _ function: FunctionReference,
    for invoker: Invoker?
  ) throws(ServiceFailure) -> FunctionVersion {
    let record = functions[function.arn]
    if let invoker, !invoker.isAtHome(in: function.account) {
      guard let record, record.policies[function.qualifier ?? ""]?.permits(invoker) == true else {
        throw Self.denied(invoker, function)
      }
    }
    guard let version = record?.version(function.qualifier) else { throw .noFunction(function.qualifiedARN) }
    return version
  }

  private static func denied(_ invoker: Invoker, _ function: FunctionReference) -> ServiceFailure {
    ServiceFailure(
      code: "AccessDeniedException",
      message: "User: \(invoker.name) is not authorized to perform: lambda:InvokeFunction on resource: "
        + "\(function.qualifiedARN) because no resource-based policy allows the lambda:InvokeFunction action",
      status: 403
    )
  }
}
