import FoundationEssentials

/// Runs the functions of one world: whoever polls a function's runtime API is handed its events.
///
/// Environments are started with the ``FunctionHost`` as they are needed, unless a guest polls. With virtual time an
/// environment has a turn from its start or from an event until it polls again, so that no time passes while code runs.
actor Executions {
  nonisolated let clock: SandboxClock
  nonisolated let options: LambdaOptions
  nonisolated let slots: ConcurrencySlots
  /// Nil: only guests run functions.
  private let host: FunctionHost?
  private(set) var world: World?
  private(set) var addresses: Addresses?
  /// By qualified ARN.
  var pools: [String: ExecutionPool] = [:]
  var environments: [String: ExecutionEnvironment] = [:]
  private var eventCount = 0
  private var generator = SeededGenerator(seed: 0, label: "executions")
  var nextNumber = 0

  /// Where the sandbox's own servers listen, as environments are told.
  struct Addresses: Sendable {
    /// `http://127.0.0.1:PORT`.
    let aws: String
    /// Host and port.
    let runtime: String
    let extensionPort: Int

    var authority: String { aws.replacing("http://", with: "") }
  }

  init(clock: SandboxClock, host: FunctionHost?, options: LambdaOptions) {
    self.clock = clock
    self.host = host
    self.options = options
    slots = ConcurrencySlots(clock)
  }

  func open(_ world: World, _ addresses: Addresses) {
    self.world = world
    self.addresses = addresses
  }

  /// Ends every environment and whoever waits for one.
  func close() async {
    let tasks = environments.values.compactMap(\.task)
    for task in tasks { task.cancel() }
    let orders = pools.values.flatMap(\.waiting)
    let guests = pools.values.compactMap { $0.guest?.server }
    pools = [:]
    for order in orders { order.result.bring(.exited(order.invocation.requestID)) }
    for environment in environments.values {
      for delivery in environment.deliveries {
        delivery.watch.cancel()
        delivery.result.bring(.exited(delivery.invocation.requestID))
      }
      dismissPolls(of: environment)
    }
    for guest in guests { await guest.stop() }
    for task in tasks { await task.value }
    environments = [:]
    world = nil
  }

  /// The number of the next event, from 1.
  func countEvent() -> Int {
    eventCount += 1
    return eventCount
  }

  // MARK: Running

  /// Runs one invocation, within a piece of work, when its concurrency has been granted.
  func run(_ invocation: Invocation) async -> InvocationResult {
    let pool = pool(invocation.version)
    let isServed = host != nil || pool.guest != nil
    if isServed { clock.begin() }
    nextNumber += 1
    let result = Arrival<InvocationResult>(clock)
    pool.waiting.append(
      ExecutionPool.Order(number: nextNumber, invocation: invocation, result: result, holdsTurn: isServed)
    )
    serve(pool)
    return await withTaskCancellationHandler {
      await result.value()
    } onCancel: {
      result.bring(.exited(invocation.requestID))
    }
  }

  func pool(_ version: FunctionVersion) -> ExecutionPool {
    if let pool = pools[version.qualifiedARN] { return pool }
    let pool = ExecutionPool()
    pools[version.qualifiedARN] = pool
    return pool
  }

  /// Hands waiting events to whoever polls, and starts environments for the rest.
  func serve(_ pool: ExecutionPool) {
    let now = clock.now
    while let order = pool.waiting.first,
      let environment = pool.environments.first(where: {
        !$0.polls.isEmpty && $0.suits(order.invocation.version, at: now)
      })
    {
      pool.waiting.removeFirst()
      let poll = environment.polls.removeFirst()
      poll.continuation.resume(returning: hand(order, to: environment))
    }
    guard let first = pool.waiting.first, host != nil, pool.guest == nil else { return }
    for environment in pool.environments
    where !environment.polls.isEmpty && !environment.suits(first.invocation.version, at: now) {
      dismiss(environment)
    }
    for order in pool.waiting.dropFirst(pool.coming) { start(order.invocation.version, in: pool) }
  }

  func hand(_ order: ExecutionPool.Order, to environment: ExecutionEnvironment) -> Delivery {
    takeTurn(environment)
    if order.holdsTurn { clock.end() }
    let (id, invocationID) = (environment.id, generator.uuid())
    let timeout = order.invocation.version.settings.timeout
    let clock = clock
    let watch = Task {
      // Cancelled when the answer comes.
      guard (try? await clock.alarm(in: .seconds(timeout))) != nil else { return }
      await clock.work { await self.expire(invocationID, in: id) }
    }
    let delivery = Delivery(
      invocation: order.invocation,
      invocationID: invocationID,
      startedAt: clock.now,
      deadline: clock.now.addingTimeInterval(TimeInterval(timeout)),
      result: order.result,
      watch: watch
    )
    environment.deliveries.append(delivery)
    return delivery
  }

  // MARK: Turns

  /// A guest takes one for each event, an environment of ours one for all it does.
  func takeTurn(_ environment: ExecutionEnvironment) {
    guard environment.isGuest || !environment.holdsTurn else { return }
    environment.holdsTurn = true
    clock.begin()
  }

  func endTurn(_ environment: ExecutionEnvironment) {
    guard environment.isGuest || environment.holdsTurn else { return }
    environment.holdsTurn = false
    clock.end()
  }

  // MARK: Environments

  private func start(_ version: FunctionVersion, in pool: ExecutionPool) {
    guard let host, let world, let addresses else { return }
    let environment = makeEnvironment(version, isGuest: false)
    pool.environments.append(environment)
    takeTurn(environment)
    let (id, log, clock) = (environment.id, environment.log, clock)
    let runtime = "\(addresses.runtime)\(RuntimeAPI.prefix)\(id)"
    environment.task = Task {
      let credentials = await world.executionSession(of: version)
      let variables = equip(id, credentials, runtime: runtime)
      await host.run(FunctionHost.Environment(variables: variables, clock: clock) { log.add($0) })
      await ended(id)
    }
  }

  func makeEnvironment(_ version: FunctionVersion, isGuest: Bool) -> ExecutionEnvironment {
    let environment = ExecutionEnvironment(
      id: generator.text(32, from: Array("0123456789abcdef".utf8)),
      version: version,
      isGuest: isGuest,
      clock: clock,
      coldSecretRequests: options.coldSecretRequests
    )
    environments[environment.id] = environment
    return environment
  }

  func equip(_ id: String, _ credentials: SessionCredentials, runtime: String) -> [String: String] {
    guard let environment = environments[id], let addresses else { return [:] }
    environment.credentials = credentials
    return EnvironmentVariables(version: environment.version, logStream: environment.logStream)
      .all(credentials, addresses, runtime: runtime)
  }

  /// An environment of ours ended, by itself or because it was dismissed.
  private func ended(_ id: String) async {
    guard let environment = environments.removeValue(forKey: id) else { return }
    let pool = pools[environment.version.qualifiedARN]
    pool?.environments.removeAll { $0 === environment }
    dismissPolls(of: environment)
    for delivery in environment.deliveries {
      await finish(delivery, in: environment, .exited(delivery.invocation.requestID), status: "error")
    }
    if let pool, !environment.hasPolled, let order = pool.waiting.first {
      // It never came up: the event it was started for fails, so that no loop of starts comes about.
      pool.waiting.removeFirst()
      if order.holdsTurn { clock.end() }
      let failure = environment.initFailure.map(InvocationResult.failed) ?? .exited(order.invocation.requestID)
      order.result.bring(failure)
    }
    endTurn(environment)
    if let pool { serve(pool) }
  }

  func dismiss(_ environment: ExecutionEnvironment) {
    guard !environment.isGuest else { return }
    dismissPolls(of: environment)
    environment.task?.cancel()
  }

  func dismissPolls(of environment: ExecutionEnvironment) {
    let polls = environment.polls
    environment.polls = []
    for poll in polls { poll.continuation.resume(returning: nil) }
  }

  /// Ends the environments of a function, or of one version, that was deleted; what they work on is finished first.
  func retire(_ arn: String) {
    for environment in environments.values where environment.version.belongs(to: arn) {
      environment.isRetired = true
      if environment.deliveries.isEmpty { dismiss(environment) }
    }
  }

  /// Ends the environments of a function at once, as a crash would.
  func kill(function arn: String) {
    for environment in environments.values where environment.version.functionARN == arn { dismiss(environment) }
  }
}

extension FunctionVersion {
  /// Whether `arn` is the function's, or this version's.
  fileprivate func belongs(to arn: String) -> Bool { arn == functionARN || arn == qualifiedARN }
}
