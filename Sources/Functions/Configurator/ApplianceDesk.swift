import Synchronization
import Transport
import Veeam

/// Signs in to the appliance with whatever version of the secret holds, also while a rotation is under way.
///
/// One for an execution environment: the revision that works and the versions that do not are remembered.
actor ApplianceDesk {
  /// A session at the appliance, and what opened it.
  struct Session: Sendable {
    let appliance: Appliance
    let credential: StoredCredential
    /// The name of the user's role, where the appliance says it.
    let userRole: String?
  }

  /// The one place where the client takes the credential from at a sign-in.
  private final class Pocket: Sendable {
    let credential = Mutex(ApplianceCredential(username: "", password: ""))
  }

  /// A version that was refused is not tried again for so long: repeating it may lock the user out.
  private static let refusalMemory = Duration.seconds(60)
  private static let pause = Duration.seconds(10)
  private static let signOutLimit = Duration.seconds(5)

  private let appliance: Appliance
  private let credentials: CredentialSource
  private let triesPending: Bool
  private let environment: FunctionEnvironment
  private let pocket: Pocket
  /// Until when versions are not tried, by version id.
  private var refusals: [String: Duration] = [:]

  init(_ settings: ConfiguratorSettings, credentials: CredentialSource, environment: FunctionEnvironment) {
    let pocket = Pocket()
    appliance = Appliance(
      address: settings.address,
      configuration: HTTPSender.Configuration(trust: settings.trust),
      version: settings.version,
      timepiece: environment.timepiece,
      refusalMemory: .zero
    ) { pocket.credential.withLock { $0 } }
    self.pocket = pocket
    self.credentials = credentials
    triesPending = settings.triesPending
    self.environment = environment
  }

  /// Signs in, runs `body`, and signs out, however `body` ends.
  func withSession<Value: Sendable>(
    _ patience: Patience,
    _ log: FunctionLog,
    _ body: @Sendable (Session) async throws -> Value
  ) async throws -> Value {
    let session = try await signIn(patience, log)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(session))
    } catch {
      result = .failure(error)
    }
    await signOut(log)
    return try result.get()
  }

  /// Ends the session, if there is one, within five seconds and also where the invocation is cut short.
  private func signOut(_ log: FunctionLog, saysSo: Bool = true) async {
    let ending = Task { [appliance] in try await appliance.signOut() }
    let watch = Task { [alarm = environment.alarm] in
      try await alarm(Self.signOutLimit)
      ending.cancel()
    }
    do {
      try await ending.value
      if saysSo { log.write(.signOut, .done) }
    } catch {
      // The appliance ends a session that was left by itself.
      log.write(.signOut, .failed, sentence(of: error))
    }
    watch.cancel()
  }

  /// Tries the version that is at hand; once that is refused, what the secret holds now, then its pending version; then
  /// waits for somebody to finish the rotation.
  private func signIn(_ patience: Patience, _ log: FunctionLog) async throws -> Session {
    // Left over where an earlier invocation was cut off: this one has to prove its own credential.
    await signOut(log, saysSo: false)
    var version = try await credentials.cached()
    if let session = try await open(version, log) { return session }
    version = try await credentials.current()
    var pendingTried: Set<String> = []
    while true {
      if let session = try await open(version, log) { return session }
      if triesPending, let pending = try await credentials.pending(), pending.version != version.version,
        pendingTried.insert(pending.version).inserted, let session = try await open(pending, log)
      {
        return session
      }
      guard try await patience.wait(Self.pause) else {
        throw ApplianceError.signInRefused(user: version.credential.username)
      }
      version = try await credentials.current()
    }
  }

  /// Nil for a version that is refused, or was so less than a minute ago.
  private func open(_ version: StoredCredential, _ log: FunctionLog) async throws -> Session? {
    let start = environment.timepiece.now()
    if let end = refusals[version.version], start < end { return nil }
    pocket.credential.withLock { $0 = version.credential }
    do {
      let role = try await appliance.signIn()
      refusals[version.version] = nil
      log.write(.signIn, .done, version.stage, took: environment.timepiece.now() - start)
      return Session(appliance: appliance, credential: version, userRole: role)
    } catch {
      guard case .signInRefused = error as? ApplianceError else { throw error }
    }
    refusals[version.version] = environment.timepiece.now() + Self.refusalMemory
    log.write(.signIn, .retried, "the credential in \(version.stage) is refused")
    return nil
  }
}
