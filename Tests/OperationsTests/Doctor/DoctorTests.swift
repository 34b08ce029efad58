import Fleet
import Sandbox
import TestSupport
import Testing

@testable import Operations

/// The doctor in a sandbox, over the wire.
@Suite(.timeLimit(.minutes(2)))
struct DoctorTests {
  private func report(_ change: (inout Context) -> Void = { _ in }) async throws -> [DoctorCheck.ID: DoctorCheck] {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 45)) { sandbox in
      let tools = try SandboxConnections(sandbox, change)
      let doctor = Doctor(tools.connections)
      let checks = try await withTimeout { await doctor.report() }
      await tools.switchboard.close()
      #expect(checks.map(\.id) == DoctorCheck.ID.allCases)
      return Dictionary(uniqueKeysWithValues: checks.map { ($0.id, $0) })
    }
  }

  @Test func `a seeded world's organization, secret and appliance are found in order`() async throws {
    let checks = try await report()
    let fine: [DoctorCheck.ID] = [
      .organizationCaller, .organizationFeatures, .trustedAccess, .delegation, .targets, .stackSetRegion,
      .automaticDeployment, .managedExecution, .backupCaller, .lambdasStack, .credentialSecret, .applianceRoad,
      .applianceAnswers, .certificate, .signIn, .applianceVersion, .readRights,
    ]
    for id in fine { #expect(checks[id]?.verdict == .fine, "\(id): \(checks[id]?.evidence ?? "")") }
    #expect(checks[.nativeOrganization]?.verdict == .notCheckable)
    #expect(checks.values.allSatisfy { !$0.evidence.isEmpty })
  }

  @Test func `what the configuration leaves out is not checked, and is no failure of a source`() async throws {
    let checks = try await report { context in
      context.backup = nil
      context.appliance = nil
      context.stackSets = []
    }
    #expect(checks[.trustedAccess]?.verdict == .fine)
    for id in [DoctorCheck.ID.lambdasStack, .signIn, .stackSetRegion, .credentialSecret, .applianceRole] {
      #expect(checks[id]?.verdict == .notCheckable && checks[id]?.isUnread == false, "\(id)")
    }
  }

  @Test func `a stack and a stack set that are not there fail`() async throws {
    let checks = try await report { context in
      context.backup?.lambdasStack = "nobody-made-it"
      context.stackSets = [StackSetName(rawValue: "nor-this")]
    }
    #expect(checks[.lambdasStack]?.verdict == .failing)
    #expect(checks[.stackSetRegion]?.verdict == .failing)
    #expect(checks[.functionState]?.verdict == .failing)
    #expect(checks[.ping]?.verdict == .notCheckable)
  }

  @Test func `when time runs out the rest is not checked`() async throws {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 45)) { sandbox in
      let tools = try SandboxConnections(sandbox)
      let checks = try await withTimeout { await Doctor(tools.connections).report(within: .zero) }
      await tools.switchboard.close()
      #expect(checks.map(\.id) == DoctorCheck.ID.allCases)
      #expect(checks.allSatisfy { $0.verdict == .notCheckable })
    }
  }
}
