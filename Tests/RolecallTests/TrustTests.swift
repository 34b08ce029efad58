import Foundation
import Sandbox
import TestSupport
import Testing

@testable import rolecall

@Suite(.timeLimit(.minutes(1)))
struct TrustTests {
  /// Runs `trust` on a sandbox whose configuration trusts the system's authorities only.
  private func run(_ arguments: [String], answer: String?) async throws -> (run: Run, before: String, after: String) {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 21)) { sandbox in
      let path = try #require(sandbox.variables["ROLECALL_CONFIG"])
      let pinned = try String(contentsOfFile: path, encoding: .utf8)
      let lines = pinned.split(separator: "\n", omittingEmptySubsequences: false)
      let before = lines.filter { !$0.contains("trust:") }.joined(separator: "\n")
      try before.write(toFile: path, atomically: true, encoding: .utf8)
      let url = try #require(sandbox.variables["ROLECALL_APPLIANCE_URL"])
      let digest = try #require(sandbox.variables["ROLECALL_APPLIANCE_SHA256"])
      let words = arguments.map { $0.replacing("URL", with: url).replacing("SHA256", with: digest) }
      let run = await Run(["trust"] + words, variables: sandbox.variables, answer: answer)
      #expect(run.output.uppercased().contains(digest.uppercased().prefix(11)) || run.status == .misused)
      return (run, before, try String(contentsOfFile: path, encoding: .utf8))
    }
  }

  @Test(arguments: [["URL"], []])
  func `a yes writes the fingerprint into the context`(arguments: [String]) async throws {
    let (run, before, after) = try await run(arguments, answer: "y")
    #expect(run.status == .fine)
    #expect(after.contains("trust: { sha256: [\""))
    #expect(after.split(separator: "\n").filter { !$0.contains("trust:") } == before.split(separator: "\n"))
  }

  @Test(arguments: ["n", "", "yes please"])
  func `anything else writes nothing`(answer: String) async throws {
    let (run, before, after) = try await run(["URL"], answer: answer)
    #expect(run.status == .failed)
    #expect(after == before)
  }

  @Test func `without a terminal the way out is named`() async throws {
    let (run, before, after) = try await run(["URL"], answer: nil)
    #expect(run.status == .failed)
    #expect(run.errors.contains("--expect"))
    #expect(after == before)
  }

  @Test func `an expected fingerprint needs no question`() async throws {
    let (run, _, after) = try await run(["URL", "--expect", "SHA256"], answer: nil)
    #expect(run.status == .fine)
    #expect(after.contains("trust: { sha256: [\""))
  }

  @Test func `another fingerprint than the expected one is refused`() async throws {
    let other = String(repeating: "ab", count: 32)
    let (run, before, after) = try await run(["URL", "--expect", other], answer: "y")
    #expect(run.status == .failed)
    #expect(after == before)
  }
}
