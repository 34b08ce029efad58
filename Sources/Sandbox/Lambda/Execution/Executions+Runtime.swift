import FoundationEssentials

/// What the runtime API asks for, whoever polls it.
extension Executions {
  enum Next: Sendable {
    case event(Delivery)
    /// It has not answered its last event yet.
    case busy
    /// The environment is at its end.
    case over
  }

  enum Acceptance: Sendable {
    case accepted
    case tooLarge
    /// Its time was up before.
    case late
    /// The event is another attempt's.
    case otherAttempt
    case unknown
  }

  /// What a synchronous answer may hold: 6 MB and what surrounds it.
  static let largestPayload = 6_291_556

  /// Waits for an event, without a limit.
  func next(for id: String) async -> Next {
    guard let environment = environments[id], !environment.isRetired else { return .over }
    guard environment.isGuest || environment.deliveries.isEmpty else { return .busy }
    environment.hasPolled = true
    guard let pool = pools[environment.version.qualifiedARN] else { return .over }
    if let order = pool.waiting.first, environment.suits(order.invocation.version, at: clock.now) {
      pool.waiting.removeFirst()
      return .event(hand(order, to: environment))
    }
    nextNumber += 1
    let number = nextNumber
    let delivery = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in park(number, continuation, in: environment) }
    } onCancel: {
      Task { await self.withdraw(number, from: id) }
    }
    return delivery.map(Next.event) ?? .over
  }

  private func park(
    _ number: Int,
    _ continuation: CheckedContinuation<Delivery?, Never>,
    in environment: ExecutionEnvironment
  ) {
    guard !Task.isCancelled else { return continuation.resume(returning: nil) }
    environment.polls.append(ExecutionEnvironment.Poll(number: number, continuation: continuation))
    environment.idleSince = clock.now
    if !environment.isGuest { endTurn(environment) }
    // A change of the function may have made it unfit for what waits.
    if let pool = pools[environment.version.qualifiedARN], !pool.waiting.isEmpty { serve(pool) }
  }

  /// The client left before there was an event.
  private func withdraw(_ number: Int, from id: String) {
    guard let environment = environments[id],
      let index = environment.polls.firstIndex(where: { $0.number == number })
    else { return }
    environment.polls.remove(at: index).continuation.resume(returning: nil)
  }

  /// Takes what the code answered, or how it failed.
  ///
  /// - Parameters:
  ///   - id: The environment.
  ///   - requestID: The event's.
  ///   - invocationID: The attempt's; nil from runtimes that do not repeat it.
  ///   - payload: The answer, or the error's description.
  ///   - isFailure: Whether it is an error's.
  /// - Returns: What the runtime hears.
  func accept(
    from id: String,
    _ requestID: String,
    invocationID: String?,
    _ payload: [UInt8],
    isFailure: Bool
  ) async -> Acceptance {
    guard let environment = environments[id] else { return .unknown }
    let open = environment.deliveries.filter { $0.invocation.requestID == requestID }
    guard let delivery = open.first(where: { invocationID == nil || $0.invocationID == invocationID }) else {
      if environment.expired.contains(invocationID ?? requestID) { return .late }
      return open.isEmpty ? .unknown : .otherAttempt
    }
    guard payload.count <= Self.largestPayload else {
      let message = "Response payload size exceeded maximum allowed payload size (\(Self.largestPayload) bytes)."
      let failure = InvocationResult.failed(type: "Function.ResponseSizeTooLarge", message)
      await finish(delivery, in: environment, failure, status: "error")
      return .tooLarge
    }
    let result = isFailure ? InvocationResult.failed(payload) : .answered(payload)
    await finish(delivery, in: environment, result, status: isFailure ? "error" : "success")
    return .accepted
  }

  /// The runtime could not start.
  func initializationFailed(in id: String, _ description: [UInt8]) -> Acceptance {
    guard let environment = environments[id] else { return .unknown }
    environment.initFailure = description
    return .accepted
  }

  /// An event's time is up: it fails, and an environment of ours is ended.
  func expire(_ invocationID: String, in id: String) async {
    guard let environment = environments[id],
      let delivery = environment.deliveries.first(where: { $0.invocationID == invocationID })
    else { return }
    let (requestID, timeout) = (delivery.invocation.requestID, delivery.invocation.version.settings.timeout)
    environment.expired += [invocationID, requestID]
    await finish(delivery, in: environment, .timedOut(requestID, after: timeout), status: "timeout")
    dismiss(environment)
  }

  func finish(
    _ delivery: Delivery,
    in environment: ExecutionEnvironment,
    _ result: InvocationResult,
    status: String
  ) async {
    delivery.watch.cancel()
    environment.deliveries.removeAll { $0.invocationID == delivery.invocationID }
    environment.idleSince = clock.now
    let platform = PlatformLog(invocation: delivery.invocation)
    var events = [platform.start(at: delivery.startedAt)] + environment.log.drain()
    if status == "timeout" {
      let seconds = delivery.invocation.version.settings.timeout
      let time = clock.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      let line = "\(time) \(delivery.invocation.requestID) Task timed out after \(seconds).00 seconds"
      events.append(LogStore.Event(at: clock.now, message: line))
    }
    events += platform.end(startedAt: delivery.startedAt, at: clock.now, status: status)
    var result = result
    result.log = events.map(\.message)
    await world?.write(events, to: environment.logStream, of: delivery.invocation.version)
    delivery.result.bring(result)
    if environment.isGuest { endTurn(environment) }
  }
}
