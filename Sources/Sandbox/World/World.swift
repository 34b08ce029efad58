import FoundationEssentials

/// The simulated organization with everything in it, shared by all of a sandbox's servers.
///
/// What changes by itself in a seeded world (a running deployment) is derived from the clock at each look. What a call
/// sets going (``WorldState/orders``) goes on in the background until ``stop()``.
package actor World {
  package nonisolated let clock: SandboxClock
  /// The resource types of its stacks.
  nonisolated let kinds: ResourceKinds
  /// Runs the Lambda functions.
  nonisolated let executions: Executions
  /// Where custom resources are answered.
  nonisolated let answers: AnswerBucket
  private nonisolated let work = BackgroundWork()
  /// The account the appliance runs in.
  package nonisolated let backupAccount: String
  private var state: WorldState

  init(
    _ state: WorldState,
    clock: SandboxClock,
    kinds: ResourceKinds = .standard,
    functions: FunctionHost? = nil,
    lambda: LambdaOptions = LambdaOptions()
  ) {
    self.state = state
    self.clock = clock
    self.kinds = kinds
    executions = Executions(clock: clock, host: functions, options: lambda)
    answers = AnswerBucket(clock)
    backupAccount = state.backupAccount
  }

  /// The world that `options` describe.
  package init(_ options: SandboxOptions) {
    self.init(
      WorldBuilder(options).build(),
      clock: options.clock,
      functions: options.functions,
      lambda: options.lambda
    )
  }

  /// Looks at the world, and changes it, at one moment; then starts what was ordered meanwhile.
  func perform<Value: Sendable, Failure: Error>(
    _ body: (inout WorldState, Date) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    defer { startOrders() }
    return try body(&state, clock.now)
  }

  // MARK: What goes on

  private func startOrders() {
    guard !state.orders.isEmpty else { return }
    let orders = state.orders
    state.orders = []
    for order in orders { work.start(clock) { await order(self) } }
  }

  /// Waits until nothing goes on in the background any more; the waiter must have no turn of the clock.
  package nonisolated func settle() async { await work.finish() }

  /// Ends what goes on in the background.
  package nonisolated func stop() async {
    await executions.close()
    await work.stop()
  }

  // MARK: The appliance's roles

  /// Every registration there is now, oldest first.
  package func registrations() -> [Registration] { state.registrations.present(at: clock.now) }

  package func registration(id: String) -> Registration? {
    state.registrations.present(at: clock.now).first { $0.id == id }
  }

  /// Adds a registration; the appliance has checked its name.
  package func add(_ registration: Registration) { state.registrations.add(registration) }

  /// Puts `registration` where the one with its id was; false when there is none.
  @discardableResult
  package func replace(_ registration: Registration) -> Bool { state.registrations.replace(registration) }

  /// Removes a registration; false when there is none.
  @discardableResult
  package func removeRegistration(id: String) -> Bool { state.registrations.remove(id: id) }

  // MARK: The appliance's users

  package func portalUsers() -> [PortalUser] { state.portalUsers }

  package func add(_ user: PortalUser) { state.portalUsers.append(user) }

  /// Puts `user` where the one with its id was; false when there is none.
  @discardableResult
  package func replace(_ user: PortalUser) -> Bool {
    guard let index = state.portalUsers.firstIndex(where: { $0.id == user.id }) else { return false }
    state.portalUsers[index] = user
    return true
  }

  // MARK: Credentials

  /// Credentials that a portal, an instance or a container hands out for a role of `account`; the AWS endpoint accepts
  /// them until they expire.
  package func issueSession(
    account: String,
    role: String,
    session: String,
    lifetime: Duration
  ) -> SessionCredentials {
    issueSession(account: account, role: role, session: session, lifetime: lifetime, rights: nil)
  }

  func issueSession(
    account: String,
    role: String,
    session: String,
    lifetime: Duration,
    rights: Identity.Rights?
  ) -> SessionCredentials {
    state.identities.issueSession(
      account: account,
      role: role,
      session: session,
      access: .write,
      rights: rights,
      expiresAt: clock.now.addingTimeInterval(Double(lifetime.components.seconds))
    )
  }

  /// Makes a user whose calls `policies` decide about.
  ///
  /// - Parameters:
  ///   - name: The user's name.
  ///   - account: The account it is in.
  ///   - policies: JSON in IAM's language.
  /// - Returns: Its access key.
  /// - Throws: ``SandboxError/policy(_:)`` for a policy that IAM would refuse.
  package func addUser(
    _ name: String,
    account: String,
    policies: [String]
  ) throws(SandboxError) -> AccessKey {
    var documents: [PolicyDocument] = []
    for policy in policies {
      do {
        documents.append(try PolicyDocument(policy, for: .identity))
      } catch {
        throw .policy(error.message)
      }
    }
    let rights = Identity.Rights(source: .documents(documents))
    let user = state.identities.addUser(name, account: account, access: .write, rights: rights)
    return AccessKey(id: user.accessKeyID, secret: user.secretAccessKey, arn: user.arn)
  }

  var keys: WorldState.Keys { state.keys }

  /// Where the appliance lives.
  package var site: BackupSite? { state.site }

  var homeRegion: String { state.homeRegion }

  /// The management account's 12 digits.
  package var managementAccount: String { state.managementAccount }
}
