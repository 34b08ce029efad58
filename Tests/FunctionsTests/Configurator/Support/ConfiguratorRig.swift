import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport
import Veeam

@testable import Functions

/// An appliance on loopback, and a configurator that speaks to it; secrets and time are the test's.
struct ConfiguratorRig: Sendable {
  /// What the secrets hold, as a test changes it.
  struct Secrets: Sendable {
    var cached: StoredCredential
    var current: StoredCredential
    var pending: StoredCredential?
    /// Texts of the signing key, by version.
    var keys = [ConfiguratorRig.firstKey: "a signing key that is long enough to be one"]
    var currentKey = ConfiguratorRig.firstKey
    /// How often each of the credential's versions was read past the cache.
    var reads = 0
  }

  final class Store: Sendable {
    let secrets: Mutex<Secrets>
    let lines = Mutex<[String]>([])

    init(_ secrets: Secrets) { self.secrets = Mutex(secrets) }
  }

  struct NobodyThere: Error {}

  private struct Line: Decodable {
    let step: String
    let outcome: String
    let message: String?
  }

  static let account = "210987654321"
  static let organization = "o-a1b2c3d4e5"
  static let firstKey = "00000000-0000-4000-8000-000000000001"
  static let secondKey = "00000000-0000-4000-8000-000000000002"
  static let stack = stack(1)
  static let otherStack = stack(2)

  private static func stack(_ number: Int) -> String {
    "arn:aws:cloudformation:eu-central-1:210987654321:stack/StackSet-roles/9c1d0e7a-000\(number)"
  }

  let server: ApplianceServer
  let world: World
  let clock: HandClock
  let store: Store
  let environment: FunctionEnvironment
  let settings: ConfiguratorSettings
  let desk: ApplianceDesk

  /// Runs `body` with an appliance that has no registrations of ``account``.
  static func run(
    _ options: ApplianceOptions = ApplianceOptions(),
    variables: [String: String] = [:],
    faults: [Fault] = [],
    _ body: @escaping @Sendable (ConfiguratorRig) async throws -> Void
  ) async throws {
    let clock = HandClock()
    let time = SandboxClock { Self.start + Double(clock.now.components.seconds) }
    let world = World(SandboxOptions(scenario: .healthy, accounts: 3, clock: time))
    let server = try await ApplianceServer.start(world: world, options: options, faults: FaultPlan(faults))
    do {
      let rig = try await ConfiguratorRig(server, world, clock, variables)
      try await withTimeout { try await body(rig) }
      await server.stop()
    } catch {
      await server.stop()
      throw error
    }
  }

  private static let start = Date(timeIntervalSince1970: 1_800_000_000)

  private init(
    _ server: ApplianceServer,
    _ world: World,
    _ clock: HandClock,
    _ more: [String: String]
  ) async throws {
    let users = await world.portalUsers()
    guard let user = users.first(where: { $0.role == .portalAdministrator && !$0.hasMFA }) else { throw NobodyThere() }
    let credential = StoredCredential(
      credential: ApplianceCredential(username: user.name, password: user.password),
      version: "first",
      stage: "AWSCURRENT"
    )
    let store = Store(Secrets(cached: credential, current: credential))
    let authority = server.url.dropFirst("https://".count).split(separator: ":").map(String.init)
    var variables = [
      "APPLIANCE_HOST": authority[0], "APPLIANCE_PORT": authority[1], "APPLIANCE_SHA256": server.fingerprint,
      "ORGANIZATION_ID": Self.organization,
    ]
    variables.merge(more) { _, new in new }
    environment = FunctionEnvironment(
      variables: variables,
      timepiece: clock.hasty,
      alarm: { _ in try await Task.sleep(for: .seconds(60)) },
      now: { Self.start + Double(clock.now.components.seconds) },
      log: { line in store.lines.withLock { $0.append(line) } }
    )
    settings = try ConfiguratorSettings(variables)
    self.server = server
    self.world = world
    self.clock = clock
    self.store = store
    desk = ApplianceDesk(
      settings,
      credentials: CredentialSource(
        cached: { store.secrets.withLock { $0.cached } },
        current: {
          store.secrets.withLock {
            $0.reads += 1
            return $0.current
          }
        },
        pending: { store.secrets.withLock { $0.pending } }
      ),
      environment: environment
    )
  }

  /// An invocation's work; each has ten minutes.
  var events: RegistrationEvents {
    let store = store
    let key: @Sendable (String?) throws -> SigningKey = { version in
      try store.secrets.withLock { secrets in
        let version = version ?? secrets.currentKey
        guard let text = secrets.keys[version] else { throw SecretFault.gone }
        return try SigningKey(version: version, text: text)
      }
    }
    return RegistrationEvents(
      settings: settings,
      desk: desk,
      keys: .init(current: { try key(nil) }, maker: { try key($0.keyVersion) }),
      environment: environment,
      patience: Patience(environment, until: environment.now() + 600),
      log: FunctionLog(environment)
    )
  }

  var errands: Errands {
    Errands(settings: settings, desk: desk, environment: environment, log: FunctionLog(environment))
  }

  // MARK: What became of it

  /// The steps so far: `look-up done`, `admission refused: why`.
  var steps: [String] {
    store.lines.withLock { lines in
      lines.compactMap { try? JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        .map { "\($0.step) \($0.outcome)" + ($0.outcome == "done" ? "" : $0.message.map { ": \($0)" } ?? "") }
    }
  }

  func change(_ body: (inout Secrets) -> Void) { store.secrets.withLock { body(&$0) } }

  /// The entries of ``account``, each as `name | role | description`.
  func entries() async -> [String] {
    await world.registrations().filter { $0.account == Self.account }
      .map { "\($0.name) | \($0.roleName) | \($0.description)" }.sorted()
  }

  func add(_ name: String, role: String, description: String = "") async {
    await world.add(
      Registration(
        id: UUID().uuidString.lowercased(),
        name: name,
        description: description,
        account: Self.account,
        roleName: role,
        permissions: []
      )
    )
  }
}

// MARK: Events

extension ConfiguratorRig {
  static func stackARN(_ text: String = stack) throws -> StackARN { try #require(StackARN(text)) }

  /// Properties as CloudFormation would send them, but for what `changes`.
  static func properties(_ changes: [String: String] = [:]) throws -> RegistrationProperties {
    var values = [
      "ServiceToken": "arn:aws:lambda:eu-central-1:123456789012:function:rolecall-configurator:cfn",
      "MemberAccountId": account, "RoleName": "backup/Ec2", "RoleExtId": "external-1", "Purpose": "ec2",
    ]
    values.merge(changes) { _, new in new }
    return try RegistrationProperties(ResourceProperties(values))
  }

  /// A Create; answers the physical id.
  @discardableResult
  func create(_ changes: [String: String] = [:], stack: String = stack) async throws -> String {
    let wanted = try Self.properties(changes).wanted(by: Self.stackARN(stack))
    let events = events
    let id = try await events.newID(wanted.identity)
    _ = try await events.create(wanted)
    return id
  }

  /// An Update from `old` to `new`; answers the physical id.
  @discardableResult
  func update(_ id: String, _ new: [String: String], from old: [String: String] = [:]) async throws -> String {
    try await events.update(
      Self.properties(new),
      from: Self.properties(old),
      physicalID: id,
      stack: Self.stackARN()
    )
  }

  func delete(_ id: String, _ properties: [String: String] = [:], stack: String = stack) async throws {
    try await events.delete(Self.properties(properties), physicalID: id, stack: Self.stackARN(stack))
  }
}
