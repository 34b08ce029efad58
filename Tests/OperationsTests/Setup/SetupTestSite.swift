import Fleet
import Foundation
import Synchronization
import TestSupport
import Transport
import Veeam

@testable import Operations
@testable import Sandbox

/// A context on a sandbox in which nothing is deployed, with everything that a setup needs.
final class SetupTestSite: Sendable {
  let connections: Connections
  let functions: FunctionsArchive
  let timepiece: Timepiece
  private let tools: SandboxConnections
  private let administrator: ApplianceCredential
  private let asked = Mutex(0)
  private let notes = Mutex<[StagedVerb.Event]>([])

  init(_ sandbox: SandboxServer) async throws {
    tools = try SandboxConnections(sandbox)
    connections = tools.connections
    let clock = sandbox.world.clock
    let start = clock.now
    timepiece = Timepiece(
      now: { .seconds(clock.now.timeIntervalSince(start)) },
      sleep: { try await clock.alarm(in: $0) }
    )
    let users = await sandbox.world.portalUsers()
    guard let user = users.first(where: { $0.role == .portalAdministrator && !$0.hasMFA }) else {
      throw OperatorError(sentence: "the sandbox has no administrator")
    }
    administrator = ApplianceCredential(username: user.name, password: user.password)
    functions = try FunctionsArchive(path: try Self.archive())
  }

  var askedForAdministrator: Int { asked.withLock { $0 } }

  var tell: StagedVerb.Tell { { event in self.notes.withLock { $0.append(event) } } }

  func setup(_ change: (inout SetupChoices) -> Void = { _ in }) async throws -> StagedVerb {
    var choices = SetupChoices()
    change(&choices)
    let interview = SetupInterview(
      choices,
      connections: connections,
      functions: functions,
      ask: { _ in nil },
      tell: { _ in }
    )
    return Setup.verb(try await interview.answers(), connections: connections, timepiece: timepiece) {
      self.asked.withLock { $0 += 1 }
      return self.administrator
    }
  }

  func roster() async throws -> Roster {
    let inventory = try await withTimeout { await self.tools.reader.take() }.inventory
    return Roster(inventory: inventory, expectations: tools.context.expectations, now: Date())
  }

  func close() async { await tools.switchboard.close() }

  /// The external id in every role's trust, by account and role.
  static func externalIDs(in sandbox: SandboxServer) async -> [String: String] {
    await sandbox.world.perform { state, _ in
      var found: [String: String] = [:]
      for account in state.organization?.accounts ?? [] {
        for role in state.iam.roles(of: account.id) {
          guard let range = role.trust.text.firstRange(of: #""sts:ExternalId":""#) else { continue }
          found["\(account.id) \(role.name)"] = String(role.trust.text[range.upperBound...].prefix { $0 != "\"" })
        }
      }
      return found
    }
  }

  /// Any zip file will do: the sandbox runs the functions of this process.
  private static func archive() throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/rolecall-functions-\(UUID().uuidString).zip"
    // The end of central directory of an archive without entries.
    let bytes: [UInt8] = [0x50, 0x4B, 0x05, 0x06] + Array(repeating: 0, count: 18)
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }
}

extension SandboxOptions {
  /// An organization in which nothing is deployed yet, on virtual time, with our functions to run.
  static func fresh(accounts: Int) -> SandboxOptions {
    SandboxOptions(
      scenario: .fresh,
      accounts: accounts,
      clock: .virtual(from: Date(timeIntervalSince1970: 1_795_000_000)),
      functions: .functions
    )
  }
}
