import FoundationEssentials
import Synchronization
import TestSupport

@testable import Sandbox

/// A clock that tests move by hand.
final class HandClock: Sendable {
  private let moment = Mutex(Date(timeIntervalSince1970: 1_900_000_000))

  var now: Date { moment.withLock { $0 } }

  func advance(by duration: Duration) { moment.withLock { $0 = $0 + duration } }

  var sandboxClock: SandboxClock { SandboxClock { [self] in now } }
}

/// A running appliance and a client for it.
struct ApplianceProbe: Sendable {
  static let administrator = PortalUser(
    id: "11111111-1111-4111-8111-111111111111",
    name: "keeper",
    password: "Sesame#2749",
    role: .portalAdministrator
  )
  static let reader = PortalUser(
    id: "22222222-2222-4222-8222-222222222222",
    name: "reader",
    password: "Lantern!8152",
    role: .portalOperator
  )
  static let guarded = PortalUser(
    id: "33333333-3333-4333-8333-333333333333",
    name: "guarded",
    password: "Harbor?6173",
    role: .portalAdministrator,
    hasMFA: true
  )

  let server: ApplianceServer
  let world: World
  let clock: HandClock
  let http: HTTPProbe
  var version: String? = "1.7-rev0"
  var token: String?

  /// Runs `body` with an appliance of five registrations and three users, signed in as the administrator.
  static func with(
    _ change: (inout ApplianceOptions) -> Void = { _ in },
    faults: [Fault] = [],
    slowness: Duration = .zero,
    _ body: @escaping @Sendable (ApplianceProbe) async throws -> Void
  ) async throws {
    var options = ApplianceOptions()
    change(&options)
    let prepared = options
    try await withTimeout {
      let clock = HandClock()
      let world = World(SandboxOptions(scenario: .healthy, accounts: 2, clock: clock.sandboxClock))
      await world.furnish()
      let server = try await ApplianceServer.start(
        world: world,
        options: prepared,
        faults: FaultPlan(faults),
        slowness: slowness
      )
      do {
        try await HTTPProbe.with(server.url, trusting: server.currentCertificate.der) { http in
          var probe = ApplianceProbe(server: server, world: world, clock: clock, http: http)
          probe.version = prepared.product.revisions.max()?.description
          if faults.isEmpty { probe.token = try await probe.signIn(Self.administrator) }
          try await body(probe)
        }
        await server.stop()
      } catch {
        await server.stop()
        throw error
      }
    }
  }

  /// The access token of `user`, or nil when signing in failed.
  func signIn(_ user: PortalUser, password: String? = nil) async throws -> String? {
    try await requestToken(["grant_type": "password", "username": user.name, "password": password ?? user.password])
      .json()["access_token"]?.string
  }

  func requestToken(_ form: [String: String]) async throws -> HTTPProbe.Answer {
    let body = form.map { "\($0.key)=\(FormEncoding.encoded($0.value))" }.joined(separator: "&")
    var headers = [("content-type", "application/x-www-form-urlencoded")]
    if let version { headers.append(("x-api-version", version)) }
    return try await http.send("POST", "/api/v1/token", headers: headers, body: body)
  }

  func send(
    _ method: String,
    _ path: String,
    json: String? = nil,
    headers extra: [(String, String)] = []
  ) async throws -> HTTPProbe.Answer {
    var headers = extra
    if let version { headers.append(("x-api-version", version)) }
    if let token { headers.append(("authorization", "Bearer \(token)")) }
    if json != nil { headers.append(("content-type", "application/json")) }
    return try await http.send(method, "/api/v1\(path)", headers: headers, body: json)
  }

  func get(_ path: String) async throws -> HTTPProbe.Answer { try await send("GET", path) }

  /// The same probe with another version, or none.
  func speaking(_ version: String?) -> ApplianceProbe {
    var copy = self
    copy.version = version
    return copy
  }

  /// The same probe with another token, or none.
  func holding(_ token: String?) -> ApplianceProbe {
    var copy = self
    copy.token = token
    return copy
  }
}

extension World {
  /// Replaces users and registrations by the ones the appliance's tests know.
  fileprivate func furnish() {
    perform { state, _ in
      state.portalUsers = [ApplianceProbe.administrator, ApplianceProbe.reader, ApplianceProbe.guarded]
      let backupAccount = state.backupAccount
      state.registrations = RegistrationList()
      state.registrations.add(.sample(0, name: "Default Backup Restore", account: backupAccount, isFactoryRole: true))
      state.registrations.add(.sample(1, name: "222222222222-ec2", account: "222222222222"))
      state.registrations.add(.sample(2, name: "111111111111-ec2", account: "111111111111"))
      state.registrations.add(.sample(3, name: "111111111111-worker", account: "111111111111"))
      state.registrations.add(.sample(4, name: "by hand", account: "333333333333"))
    }
  }
}

extension Registration {
  static func sample(
    _ number: Int,
    name: String,
    account: String,
    isFactoryRole: Bool = false
  ) -> Registration {
    Registration(
      id: sampleID(number),
      name: name,
      description: "",
      account: account,
      roleName: "/rolecall/VeeamRole",
      permissions: ["EC2BackupSnapshot"],
      isFactoryRole: isFactoryRole
    )
  }

  static func sampleID(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "44444444-4444-4444-8444-" + String(repeating: "0", count: 12 - digits.count) + digits
  }
}
