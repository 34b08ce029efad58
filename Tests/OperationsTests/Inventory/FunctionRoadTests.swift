import Fleet
import Foundation
import Sandbox
import TestSupport
import Testing
import Transport
import Veeam

@testable import Operations

/// Reading an appliance that only the configurator function can reach.
@Suite(.timeLimit(.minutes(2)))
struct FunctionRoadTests {
  /// Takes the appliance's part of an inventory, with `lambda` in the place of Lambda.
  private func take(
    _ lambda: Script,
    _ change: @escaping @Sendable (inout Context) -> Void = { _ in }
  ) async throws -> (appliance: Inventory, requests: [LoopbackRequest]) {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 21)) { sandbox in
      try await withService(lambda) { service in
        let tools = try SandboxConnections(sandbox, variables: ["AWS_ENDPOINT_URL_LAMBDA": service.address]) {
          $0.appliance?.via = .function
          change(&$0)
        }
        let reader = tools.reader
        let taken = try await withTimeout { await reader.take([.appliance]) }
        await tools.switchboard.close()
        return (taken.inventory, service.requests)
      }
    }
  }

  private static func errand(_ request: LoopbackRequest) throws -> Errand {
    try JSONDecoder().decode(Errand.self, from: Data(request.body))
  }

  private static let ping = #"""
    {"appliance":"https://10.0.0.5:11005","version":"10.0.0.232","revision":"1.8-rev0","userRole":"Portal Administrator",
     "fingerprint":"AB","certificateExpires":"2027-03-01T12:00:00Z","certificateDaysLeft":90}
    """#

  /// 2,100 roles of as many accounts.
  private static let everything = Script { request in
    guard let errand = try? errand(request) else { return LoopbackReply(status: 400) }
    guard errand.operation == .roles else { return .json(ping) }
    let (offset, limit) = (errand.offset ?? 0, errand.limit ?? 0)
    let roles = (offset..<min(offset + limit, 2_100)).map { number in
      let account = String(100_000_000_000 + number)
      return #"{"id":"id-\#(number)","name":"\#(account)-ec2","description":"","awsAccountId":"\#(account)","#
        + #""IAMRoleFromAnotherAccount":{"accountId":"\#(account)","roleName":"VeeamEc2Role"}}"#
    }
    return .json(#"{"totalCount":2100,"results":[\#(roles.joined(separator: ","))]}"#)
  }

  @Test func `registrations come in pages, and version and certificate with a ping`() async throws {
    let (inventory, requests) = try await take(Self.everything)
    let reading = try #require(inventory.appliance.value)
    #expect(inventory.appliance.problem == nil)
    #expect(reading.registrations.count == 2_100)
    #expect(Set(reading.registrations.map(\.id)).count == 2_100)
    #expect(reading.registrations.first?.purpose == .ec2)
    #expect(reading.version == "10.0.0.232")
    #expect(reading.revision == "1.8-rev0")
    #expect(reading.certificateExpires == Date(timeIntervalSince1970: 1_803_902_400))
    #expect(try requests.map { try Self.errand($0).operation } == [.ping, .roles, .roles, .roles])
    #expect(
      requests.allSatisfy {
        $0.path.contains("function%3Arolecall-configurator%3Aops/invocations")
          && $0.header("x-amz-invocation-type") == "RequestResponse"
      }
    )
  }

  @Test(arguments: [
    ("signIn", SourceProblem.Kind.signIn), ("denied", .denied), ("certificate", .certificate),
    ("unreachable", .unreachable), ("secret", .other), ("new", .other),
  ])
  func `what the function says is said on`(kind: String, told: SourceProblem.Kind) async throws {
    let (inventory, _) = try await take(
      Script { _ in .json(#"{"error":{"kind":"\#(kind)","sentence":"it is so"}}"#) }
    )
    #expect(inventory.appliance.problem?.kind == told)
    #expect(inventory.appliance.problem?.sentence == "through the function: it is so")
  }

  @Test func `a function that fails, or answers what nobody knows, is a sentence`() async throws {
    let (failed, _) = try await take(
      Script { _ in
        LoopbackReply(
          status: 200,
          contentType: "application/json",
          headers: [(name: "x-amz-function-error", value: "Unhandled")],
          body: Array(#"{"errorType":"Runtime.ExitError","errorMessage":"it ended"}"#.utf8)
        )
      }
    )
    #expect(failed.appliance.problem?.sentence == "the configurator function failed: it ended")
    let (unknown, _) = try await take(Script { _ in .json("null") })
    #expect(unknown.appliance.problem?.sentence == "the configurator function's answer is not understood")
  }

  @Test func `a caller who may not invoke it is told so`() async throws {
    let (inventory, _) = try await take(
      Script { _ in .json(#"{"Message":"no"}"#, status: 403, errorType: "AccessDeniedException") }
    )
    #expect(inventory.appliance.problem?.kind == .denied)
  }

  @Test func `without a Lambdas stack there is no such road`() async throws {
    let (inventory, requests) = try await take(Self.everything) { $0.backup?.lambdasStack = nil }
    #expect(inventory.appliance.problem?.kind == .notConfigured)
    #expect(inventory.appliance.problem?.nextStep == "add backup: { lambdasStack: NAME } to the context")
    #expect(requests.isEmpty)
  }

  @Test(arguments: [(ApplianceSettings.Via.direct, "10.0.0.5:11005"), (.function, "10.0.0.5:11005 via function")])
  func `the road is named beside the address`(via: ApplianceSettings.Via, place: String) throws {
    let settings = ApplianceSettings(
      address: try ApplianceAddress(url: "https://10.0.0.5:11005"),
      trust: .system,
      via: via
    )
    #expect(settings.place == place)
  }
}
