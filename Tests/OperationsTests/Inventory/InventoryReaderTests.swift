import Fleet
import Foundation
import Sandbox
import TestSupport
import Testing
import Transport

@testable import Operations

@Suite(.timeLimit(.minutes(2)))
struct InventoryReaderTests {
  private func roster(
    _ options: SandboxOptions,
    _ change: (inout Context) -> Void = { _ in }
  ) async throws -> (roster: Roster, remarks: [String]) {
    try await withSandbox(options) { sandbox in
      let tools = try SandboxConnections(sandbox, change)
      let reader = tools.reader
      let taken = try await withTimeout { await reader.take() }
      await tools.switchboard.close()
      let expectations = tools.context.expectations
      return (Roster(inventory: taken.inventory, expectations: expectations, now: Date()), taken.remarks)
    }
  }

  @Test func `a healthy organization is ready from root to leaf`() async throws {
    let (roster, remarks) = try await roster(SandboxOptions(scenario: .healthy, accounts: 45))
    #expect(roster.organization.isComplete)
    #expect(roster.organization.accounts.count == 45)
    #expect(roster.totals.total == 45)
    #expect(roster.totals.ready + roster.totals.excluded == 45)
    #expect(roster.totals.ready > 30)
    #expect(roster.organization.units.allSatisfy { $0.name != nil })
    #expect(roster.expectedPurposes == [.ec2, .worker])
    #expect(SourceName.allCases.allSatisfy { roster.sources[$0]?.problem == nil })
    #expect(remarks.isEmpty)
  }

  @Test func `without paths the tree is walked and looks the same`() async throws {
    let (byPaths, _) = try await roster(SandboxOptions(scenario: .healthy, accounts: 45))
    let (byParents, _) = try await roster(SandboxOptions(scenario: .healthy, accounts: 45, paths: false))
    func places(_ roster: Roster) -> [String] {
      roster.organization.accounts.map { account in
        "\(account.id) \(account.unit.map { roster.organization.path(of: $0) } ?? "nowhere")"
      }.sorted()
    }
    #expect(places(byParents) == places(byPaths))
    #expect(Set(byParents.organization.units.map(\.id)) == Set(byPaths.organization.units.map(\.id)))
  }

  @Test func `the first accounts are told after the first page`() async throws {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 45)) { sandbox in
      let tools = try SandboxConnections(sandbox)
      var counts: [Int] = []
      for await event in tools.reader.refresh([.organization]) {
        if case .organizationGrew(let organization) = event {
          #expect(!organization.isComplete)
          counts.append(organization.accounts.count)
        }
        if case .organization(let organization, _) = event { counts.append(organization.accounts.count) }
      }
      await tools.switchboard.close()
      #expect(counts == [20, 40, 45, 45])
    }
  }

  @Test func `a source that is not configured leaves the others alone`() async throws {
    let (roster, _) = try await roster(SandboxOptions(scenario: .healthy, accounts: 21)) { $0.appliance = nil }
    #expect(roster.sources[.appliance]?.problem?.kind == .notConfigured)
    #expect(roster.sources[.stackSets]?.problem == nil)
    #expect(roster.totals.unknown > 0)
    #expect(roster.totals.ready == 0)
  }

  @Test func `a stack set that is not there makes readiness unknown and says where to look`() async throws {
    let (roster, _) = try await roster(SandboxOptions(scenario: .healthy, accounts: 21)) {
      $0.stackSets.append(StackSetName(rawValue: "gone"))
    }
    #expect(roster.sources[.stackSets]?.problem?.kind == .notFound)
    #expect(roster.sources[.stackSets]?.problem?.nextStep?.contains("eu-west-1") == true)
    #expect(roster.totals.ready == 0)
    #expect(!roster.instances.isEmpty)
  }

  @Test func `a wrong fingerprint is a certificate problem and no more`() async throws {
    let (roster, _) = try await roster(SandboxOptions(scenario: .healthy, accounts: 21)) { context in
      context.appliance?.trust = .pinned(
        [Array(repeating: "AB", count: 32).joined()].compactMap { .init($0) }
      )
    }
    #expect(roster.sources[.appliance]?.problem?.kind == .certificate)
    #expect(roster.sources[.organization]?.problem == nil)
  }

  /// Faults that pass: the numbers are right in the end.
  @Test(
    arguments: [
      "organizations.ListAccounts=throttle@2", "organizations.ListAccounts=500@2",
      "organizations.ListAccounts=html503@1",
      "organizations.ListAccounts=reset@3", "organizations=skew", "organizations.ListAccounts=expire@2",
      "cloudformation.ListStackInstances=500@1", "cloudformation.ListStackInstances=reset@1",
      "cloudformation.ListStackSetAutoDeploymentTargets=throttle@1", "appliance=html503@1", "secretsmanager=500@1",
      "sts=500@1",
    ]
  )
  func `a fault that passes leaves no trace`(fault: String) async throws {
    let options = SandboxOptions(scenario: .healthy, accounts: 65, faults: [try Fault(parsing: fault)])
    let (roster, _) = try await roster(options)
    for source in SourceName.allCases { #expect(roster.sources[source]?.problem == nil, "\(fault) \(source)") }
    #expect(roster.totals.total == 65)
    #expect(roster.totals.unknown == 0)
  }

  /// Faults that stay: a sentence, never a wrong count.
  @Test(
    arguments: [
      ("organizations.ListAccounts=truncate", SourceName.organization),
      ("organizations.ListAccounts=type", .organization),
      ("cloudformation.ListStackInstances=truncate", .stackSets),
      ("cloudformation.DescribeStackSet=type", .stackSets),
      ("appliance=truncate", .appliance),
    ]
  )
  func `a fault that stays is a sentence and the others are read`(fault: String, source: SourceName) async throws {
    let options = SandboxOptions(scenario: .healthy, accounts: 25, faults: [try Fault(parsing: fault)])
    let (roster, _) = try await roster(options)
    #expect(roster.sources[source]?.problem?.sentence.isEmpty == false)
    for other in SourceName.allCases where other != source { #expect(roster.sources[other]?.problem == nil) }
    #expect(roster.totals.ready == 0)
    #expect(!roster.organization.isComplete || source != .organization)
  }

  @Test func `automatic targets that cannot be read are only remarked`() async throws {
    let fault = try Fault(parsing: "cloudformation.ListStackSetAutoDeploymentTargets=type")
    let (roster, remarks) = try await roster(SandboxOptions(scenario: .healthy, accounts: 25, faults: [fault]))
    #expect(roster.sources[.stackSets]?.problem == nil)
    #expect(remarks.count == 1)
    #expect(remarks.first?.hasPrefix("automatic targets of rolecall-roles not read: ") == true)
    #expect(roster.totals.ready > 0)
  }

  @Test func `a limit ends the waiting and names what is missing`() async throws {
    let slow = try Fault(parsing: "appliance=slow")
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 25, faults: [slow])) { sandbox in
      let tools = try SandboxConnections(sandbox)
      let reader = tools.reader
      let taken = try await withTimeout { await reader.take([.appliance], within: .seconds(1)) }
      #expect(taken.inventory.appliance.value == nil)
      #expect(taken.inventory.appliance.problem?.sentence == "not read to its end within 1 s")
      await tools.switchboard.close()
    }
  }

  @Test func `dropping the stream ends the refresh`() async throws {
    let slow = try Fault(parsing: "organizations.ListAccounts=slow@2")
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 45, faults: [slow])) { sandbox in
      let tools = try SandboxConnections(sandbox)
      let reader = tools.reader
      let count = try await withTimeout {
        for await event in reader.refresh([.organization]) {
          if case .organizationGrew(let organization) = event { return organization.accounts.count }
        }
        return 0
      }
      #expect(count == 20)
      await tools.switchboard.close()
    }
  }

  @Test func `who we are is told before what we read`() async throws {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 21)) { sandbox in
      let tools = try SandboxConnections(sandbox)
      var named: Set<SourceName> = []
      for await event in tools.reader.refresh() {
        switch event {
        case .identity(let source, let identity):
          named.insert(source)
          #expect(identity.arn.contains(":user/"))
        case .organization: #expect(named.contains(.organization))
        case .stackSets: #expect(named.contains(.stackSets))
        case .appliance: #expect(named.contains(.appliance))
        default: break
        }
      }
      #expect(named == Set(SourceName.allCases))
      await tools.switchboard.close()
    }
  }

  @Test func `the credential's secret is described and never read aloud`() async throws {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 21)) { sandbox in
      let tools = try SandboxConnections(sandbox)
      var summary: SecretSummary?
      for await event in tools.reader.refresh([.appliance]) {
        if case .secret(let secret, _) = event { summary = secret }
      }
      #expect(summary?.name == "veeam-backup-aws-credentials")
      #expect(summary?.stages.values.contains(["AWSCURRENT"]) == true)
      await tools.switchboard.close()
    }
  }
}
