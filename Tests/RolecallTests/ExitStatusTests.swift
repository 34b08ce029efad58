import Foundation
import Sandbox
import TestSupport
import Testing

@testable import rolecall

@Suite(.timeLimit(.minutes(2)))
struct ExitStatusTests {
  @Test(
    arguments: [
      ["nonsense"], ["accounts", "--filter", "colour:red"], ["accounts", "--filter", "\"open"], ["account", "12"],
      ["account"], ["accounts", "-o", "xml"], ["--timeout", "soon", "tree"], ["sandbox", "--fault", "nowhere=500"],
      ["sandbox", "--latency", "fast"], ["sandbox", "--port", "70000"], ["contexts", "use"],
    ]
  )
  func `wrong usage is 2 and says why`(arguments: [String]) async {
    let run = await Run(arguments)
    #expect(run.status == .misused)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("Usage: rolecall"))
  }

  @Test(arguments: [
    ["accounts"], ["tree"], ["roles"], ["whoami"], ["contexts"], ["account", "123456789012"], ["login"],
  ])
  func `without a configuration the sandbox is offered`(arguments: [String]) async {
    let run = await Run(arguments, variables: ["XDG_CONFIG_HOME": "/nowhere"])
    #expect(run.status == .misused)
    #expect(run.errors.contains("/nowhere/rolecall/config.yaml"))
    #expect(run.errors.contains("\n      organization: { profile: my-profile, region: eu-west-1 }\n".dropFirst(1)))
    #expect(run.errors.contains("try: rolecall sandbox"))
  }

  @Test(arguments: [["--help"], ["help"], ["help", "accounts"], ["accounts", "--help"], ["--version"], ["man"]])
  func `what is only asked is answered with 0`(arguments: [String]) async {
    let run = await Run(arguments)
    #expect(run.status == .fine)
    #expect(!run.output.isEmpty)
    #expect(run.errors.isEmpty)
  }

  private func run(
    _ arguments: [String],
    _ options: SandboxOptions,
    _ change: (String) -> String = { $0 }
  ) async throws -> Run {
    try await withSandbox(options) { sandbox in
      let path = try #require(sandbox.variables["ROLECALL_CONFIG"])
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try change(text).write(toFile: path, atomically: true, encoding: .utf8)
      let variables = sandbox.variables
      return try await withTimeout { await Run(arguments, variables: variables) }
    }
  }

  @Test(
    arguments: [
      (["accounts", "--check"], Scenario.healthy, Ending.fine),
      (["accounts", "--check"], .drifted, .notReady),
      (["accounts"], .drifted, .fine),
      (["accounts", "--check", "--filter", "ready"], .drifted, .fine),
      (["account", "999999999999"], .healthy, .failed),
    ]
  )
  func `the status says what was found`(arguments: [String], scenario: Scenario, status: Ending) async throws {
    let run = try await run(arguments, SandboxOptions(scenario: scenario, accounts: 30))
    #expect(run.status == status)
  }

  @Test(arguments: [(["accounts"], Ending.partial), (["tree"], .partial), (["roles"], .failed)])
  func `an appliance that is refused makes the rest unknown`(arguments: [String], status: Ending) async throws {
    let fault = try Fault(parsing: "appliance=type")
    let run = try await run(arguments, SandboxOptions(scenario: .healthy, accounts: 25, faults: [fault]))
    #expect(run.status == status)
    #expect(run.errors.hasPrefix("rolecall: appliance: "))
    #expect(run.output.isEmpty == (status == .failed))
  }

  @Test func `check knows degraded accounts before it regrets a gap`() async throws {
    let fault = try Fault(parsing: "appliance=type")
    let run = try await run(
      ["accounts", "--check"],
      SandboxOptions(scenario: .drifted, accounts: 25, faults: [fault])
    )
    // Nothing is known to be degraded while the appliance is not read.
    #expect(run.status == .partial)
  }

  @Test func `a listing that broke off is never counted`() async throws {
    let fault = try Fault(parsing: "organizations.ListAccounts=truncate@2")
    let options = SandboxOptions(scenario: .healthy, accounts: 65, faults: [fault])
    let tree = try await run(["tree", "-o", "json"], options)
    let root = try JSONSerialization.jsonObject(with: Data(tree.output.utf8)) as? [String: Any]
    if tree.status == .partial {
      #expect(root?["accounts"] is NSNull)
      #expect(root?["ready"] is NSNull)
    } else {
      #expect(root?["accounts"] as? Int == 65)
    }
  }

  @Test func `no organization at all is 1`() async throws {
    let fault = try Fault(parsing: "organizations=type")
    let run = try await run(
      ["accounts", "-o", "json"],
      SandboxOptions(scenario: .healthy, accounts: 25, faults: [fault])
    )
    #expect(run.status == .failed)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("rolecall: organization: "))
  }

  @Test func `a time limit ends the command and names what is missing`() async throws {
    let fault = try Fault(parsing: "appliance=slow")
    let run = try await run(
      ["roles", "--timeout", "1s"],
      SandboxOptions(scenario: .healthy, accounts: 25, faults: [fault])
    )
    #expect(run.status == .failed)
    #expect(run.errors.contains("rolecall: appliance: not read to its end within 1 s"))
  }

  @Test func `a mistake in the configuration is 2 with its place`() async throws {
    let run = try await run(["accounts"], SandboxOptions(scenario: .healthy, accounts: 21)) {
      $0.replacing("access: read-write", with: "access: all")
    }
    #expect(run.status == .misused)
    #expect(run.errors.contains("contexts.sandbox.access: expected read-only or read-write"))
  }

  @Test func `the snapshot is only used when asked for`() async throws {
    let run = try await run(["accounts", "--cached"], SandboxOptions(scenario: .healthy, accounts: 21))
    #expect(run.status == .failed)
    #expect(run.errors.contains("no snapshot") || run.errors.contains("nothing is kept"))
  }
}
