import FoundationEssentials

/// An event in a function's queue.
struct FunctionEvent: Sendable {
  let requestID: String
  let function: FunctionReference
  let payload: [UInt8]
  let acceptedAt: Date
  /// Counts the events of the sandbox from 1.
  let number: Int
}

/// Brings one event to its function: waits for concurrency, tries again when the function fails, gives up when it is old.
///
/// Source: Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
struct EventDelivery {
  let event: FunctionEvent
  let world: World

  private enum Attempt {
    case done(InvocationResult, version: String)
    /// Lambda itself could not run it; it tries again, ever more slowly.
    case postponed
    case tooOld
    /// The function is gone, or the sandbox ends.
    case pointless
  }

  /// Pauses after the first and the second failure of the function's code.
  private static let pauses: [Duration] = [.seconds(60), .seconds(120)]
  /// Pauses after failures of Lambda's own double up to this.
  private static let longestPause: Duration = .seconds(300)

  func run() async {
    var failures = 0
    var pause: Duration = .seconds(1)
    while true {
      let settings = await settings()
      let (attempt, isLast): (Attempt, Bool) = (await self.attempt(settings), failures >= settings.maximumRetries)
      switch attempt {
      case .done(let result, let version) where result.error == nil:
        await redeliver(settings)
        return await record(settings.onSuccess, "Success", failures + 1, result, version)
      case .done(let result, let version) where isLast:
        return await giveUp(settings, "RetriesExhausted", failures + 1, result, version)
      case .done:
        guard await sleep(Self.pauses[min(failures, Self.pauses.count - 1)]) else { return }
        failures += 1
      case .postponed:
        guard await sleep(pause) else { return }
        pause = min(pause * 2, Self.longestPause)
      case .tooOld: return await giveUp(settings, "EventAgeExceeded", failures, nil, nil)
      case .pointless: return
      }
    }
  }

  private func attempt(_ settings: FunctionRecord.EventSettings) async -> Attempt {
    let age = world.clock.now.timeIntervalSince(event.acceptedAt)
    let left = TimeInterval(settings.maximumAge) - age
    guard left > 0 else { return .tooOld }
    let share = await world.share(of: event.function)
    guard await world.executions.slots.wait(for: share, atMost: .seconds(left)) else {
      return Task.isCancelled ? .pointless : .tooOld
    }
    let attempt = await run(in: share)
    await world.executions.slots.leave(share)
    return attempt
  }

  private func run(in share: ConcurrencyShare) async -> Attempt {
    do throws(ServiceFailure) {
      let version = try await world.callee(event.function, for: nil)
      let invocation = Invocation(
        requestID: event.requestID,
        invokedARN: event.function.qualifiedARN,
        version: version,
        payload: event.payload
      )
      let result = await world.executions.run(invocation)
      return Task.isCancelled ? .pointless : .done(result, version: version.number)
    } catch {
      return error.status == 404 ? .pointless : .postponed
    }
  }

  /// Lambda delivers at least once: now and then the same event comes again although all went well.
  private func redeliver(_ settings: FunctionRecord.EventSettings) async {
    guard let every = world.executions.options.duplicatedEvents, event.number % max(every, 1) == 0 else { return }
    _ = await attempt(settings)
  }

  private func settings() async -> FunctionRecord.EventSettings {
    await world.perform { state, now in
      state.functions[event.function.arn]?.settings(forEventsTo: event.function.qualifier)
        ?? FunctionRecord.EventSettings(changedAt: now)
    }
  }

  /// False when the sandbox ends.
  private func sleep(_ duration: Duration) async -> Bool { (try? await world.clock.sleep(for: duration)) != nil }

  // MARK: Destinations

  /// The event goes where failures are wanted: whole with the reason to a destination, as it is to a dead-letter queue.
  private func giveUp(
    _ settings: FunctionRecord.EventSettings,
    _ condition: String,
    _ attempts: Int,
    _ result: InvocationResult?,
    _ version: String?
  ) async {
    await record(settings.onFailure, condition, attempts, result, version)
    let queue = await world.perform { state, _ in
      state.functions[event.function.arn]?.version(event.function.qualifier)?.settings.deadLetterTarget
    }
    guard let queue else { return }
    await send(String(decoding: event.payload, as: UTF8.self), to: queue)
  }

  private func record(
    _ destination: String?,
    _ condition: String,
    _ attempts: Int,
    _ result: InvocationResult?,
    _ version: String?
  ) async {
    guard let destination else { return }
    var record: [String: JSONValue] = [
      "version": "1.0",
      "timestamp": .string(world.clock.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
      "requestContext": [
        "requestId": .string(event.requestID),
        "functionArn": .string("\(event.function.arn):\(event.function.qualifier ?? FunctionVersion.latest)"),
        "condition": .string(condition),
        "approximateInvokeCount": .number(Double(attempts)),
      ],
      "requestPayload": JSONValue(event.payload) ?? .null,
    ]
    if let result {
      var context: [String: JSONValue] = ["statusCode": .number(200), "executedVersion": .string(version ?? "")]
      context["functionError"] = result.error.map(JSONValue.string)
      record["responseContext"] = .object(context)
      record["responsePayload"] = JSONValue(result.payload) ?? .null
    }
    await send(JSONValue.object(record).text, to: destination)
  }

  /// Only queues take messages here; other destinations are kept and nothing comes of them.
  private func send(_ message: String, to target: String) async {
    await world.perform { state, now in _ = state.queues.send(message, to: target, at: now) }
  }
}
