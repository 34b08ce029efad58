import Foundation
import Sandbox
import TestSupport
import Testing

@testable import rolecall

/// The machine-readable output is a contract: keys are only ever added.
@Suite(.timeLimit(.minutes(2)))
struct ContractTests {
  private static let drifted = SandboxOptions(scenario: .drifted, accounts: 30, seed: 7)

  @Test(
    arguments: [
      (["accounts", "-o", "json"], "accounts.json"), (["accounts", "-o", "csv"], "accounts.csv"),
      (["-o", "yaml", "accounts", "--filter", "!ready !excluded"], "accounts.yaml"), (["accounts"], "accounts.txt"),
      (["tree", "-o", "json"], "tree.json"), (["tree", "-o", "csv"], "tree.csv"), (["tree"], "tree.txt"),
      (["roles", "-o", "json"], "roles.json"), (["roles", "-o", "csv"], "roles.csv"), (["roles"], "roles.txt"),
      (["whoami", "-o", "json"], "whoami.json"), (["whoami"], "whoami.txt"),
    ]
  )
  func `output on a seeded world is as recorded`(arguments: [String], golden: String) async throws {
    try await withSandbox(Self.drifted) { sandbox in
      let variables = sandbox.variables
      let run = try await withTimeout { await Run(arguments, variables: variables) }
      #expect(run.status == .fine)
      #expect(run.errors.isEmpty)
      try Golden.expect(run.output, named: golden)
    }
  }

  @Test func `one account is one object, and the same as in the list`() async throws {
    try await withSandbox(Self.drifted) { sandbox in
      let list = await Run(["accounts", "-o", "json"], variables: sandbox.variables)
      let accounts = try #require(JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [NSDictionary])
      let first = try #require(accounts.first)
      let id = try #require(first["id"] as? String)
      let one = await Run(["account", id, "-o", "json"], variables: sandbox.variables)
      #expect(try JSONSerialization.jsonObject(with: Data(one.output.utf8)) as? NSDictionary == first)
    }
  }

  @Test func `orphans and foreign entries are told apart`() async throws {
    try await withSandbox(SandboxOptions(scenario: .orphans, accounts: 30, seed: 7)) { sandbox in
      let run = await Run(["roles", "-o", "json"], variables: sandbox.variables)
      let roles = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
      #expect(roles.contains { $0["orphan"] as? Bool == true && $0["foreign"] as? Bool == false })
      #expect(roles.contains { $0["orphan"] as? Bool == false && $0["foreign"] as? Bool == true })
      #expect(roles.contains { $0["orphan"] as? Bool == false && $0["foreign"] as? Bool == false })
    }
  }

  /// Names with escape sequences, newlines, tabs, right-to-left marks, wide characters and emoji.
  @Test(arguments: ["json", "yaml", "csv", "table"], [true, false])
  func `no name reaches a terminal raw`(format: String, isTerminal: Bool) async throws {
    try await withSandbox(SandboxOptions(scenario: .names, accounts: 40)) { sandbox in
      let run = await Run(
        ["accounts", "-o", format, "--no-color"],
        variables: sandbox.variables,
        isTerminal: isTerminal,
        columns: isTerminal ? 120 : nil
      )
      #expect(run.status == .fine)
      // A file of comma-separated values is exact text; everything else is safe wherever it goes.
      guard isTerminal || format != "csv" else { return }
      for scalar in run.output.unicodeScalars where scalar != "\n" && scalar != "\r" {
        let category = scalar.properties.generalCategory
        #expect(category != .control, "\(scalar.value)")
        #expect(category != .format || scalar == "\u{200D}" || scalar == "\u{200C}", "\(scalar.value)")
      }
      if format == "table" { #expect(run.output.split(separator: "\n").count == 41) }
    }
  }

  @Test func `CSV holds the exact names, with formulas defused`() async throws {
    try await withSandbox(SandboxOptions(scenario: .names, accounts: 40)) { sandbox in
      let json = await Run(["accounts", "-o", "json"], variables: sandbox.variables)
      let csv = await Run(["accounts", "-o", "csv"], variables: sandbox.variables)
      let accounts = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      for account in accounts {
        let name = try #require(account["name"] as? String)
        let isFormula = name.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let cell = (isFormula ? "'" : "") + name.replacing("\"", with: "\"\"")
        #expect(csv.output.contains(cell), "\(name)")
        #expect(!isFormula || !csv.output.contains(",\(name)"))
      }
    }
  }
}
