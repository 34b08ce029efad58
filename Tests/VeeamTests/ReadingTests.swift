import Sandbox
import TestSupport
import Testing
import Transport
import Veeam

/// Reading from the simulated appliance.
@Suite struct ReadingTests {
  @Test(arguments: [ApplianceProduct.two, .nine, .eleven], [nil, 7])
  func `every role is read, by either name of its account`(product: ApplianceProduct, largestPage: Int?) async throws {
    var options = ApplianceOptions()
    options.product = product
    options.largestPage = largestPage
    try await SimulatedAppliance.run(options) { appliance in
      let expected = await appliance.world.registrations()
      let (roles, pages) = try await collect(appliance.client().roles())
      #expect(Set(roles.map(\.id)) == Set(expected.map(\.id)))
      #expect(roles.count == expected.count)
      #expect(roles.compactMap(\.accountId).count == expected.count)
      #expect(Set(roles.compactMap(\.roleName)) == Set(expected.map(\.roleName)))
      #expect(pages == largestPage.map { (expected.count + $0 - 1) / $0 } ?? 1)
    }
  }

  @Test(arguments: [ApplianceOptions.UserList.page, .array])
  func `users come as a page or as a bare array`(list: ApplianceOptions.UserList) async throws {
    var options = ApplianceOptions()
    options.userList = list
    try await SimulatedAppliance.run(options) { appliance in
      let names = await appliance.world.portalUsers().map(\.name)
      let (users, _) = try await collect(appliance.client().users())
      #expect(Set(names).isSubset(of: Set(users.map(\.name))))
      #expect(users.contains { $0.mfaEnabled })
    }
  }

  @Test func `a reader sees roles and statistics, and is told what users need`() async throws {
    try await SimulatedAppliance.run { appliance in
      let reader = try await appliance.client(user: .portalOperator)
      let (roles, _) = try await collect(reader.roles())
      #expect(!roles.isEmpty)
      _ = try await reader.statistics()
      let users = await #expect(throws: ApplianceError.self) { _ = try await collect(reader.users()) }
      #expect(users?.sentence == "reading users needs Portal Administrator")
      let version = await #expect(throws: ApplianceError.self) { try await reader.systemVersion() }
      #expect(version?.sentence == "reading the version needs Portal Administrator")
    }
  }

  @Test func `version and statistics are read`() async throws {
    try await SimulatedAppliance.run { appliance in
      let client = try await appliance.client()
      let version = try await client.systemVersion()
      #expect(version.version == "9.0.0.1")
      let statistics = try await client.statistics()
      #expect(statistics.policiesCount != nil)
    }
  }

  @Test(arguments: [
    (ApplianceOutage.badGateway, ApplianceError.unavailable(status: 502)),
    (.unavailablePage, .unavailable(status: 503)), (.gatewayTimeout, .unavailable(status: 504)),
    (.unavailableProblem, .unavailable(status: 503)),
    (.refused, .unreachable(.unreachable(host: "127.0.0.1", reason: "connection refused"))),
  ])
  func `an outage is a sentence, and passes`(outage: ApplianceOutage, error: ApplianceError) async throws {
    try await SimulatedAppliance.run { appliance in
      let client = try await appliance.client()
      _ = try await client.statistics()
      try await appliance.server.set(outage)
      await #expect(throws: error) { try await client.statistics() }
      try await appliance.server.set(.none)
      _ = try await client.statistics()
    }
  }

  @Test(arguments: [Fault.Kind.throttle, .internalError, .html503, .reset])
  func `a fault that passes is not seen`(kind: Fault.Kind) async throws {
    let faults = [Fault(service: "appliance", kind: kind, occurrence: 3)]
    try await SimulatedAppliance.run(faults: faults) { appliance in
      let client = try await appliance.client(version: APIVersion(rawValue: "1.7-rev0"))
      try await client.signIn()
      for _ in 0..<3 { _ = try await collect(client.roles()) }
    }
  }

  @Test(arguments: [Fault.Kind.truncate, .type])
  func `an answer that is not the API's is said so`(kind: Fault.Kind) async throws {
    let faults = [Fault(service: "appliance", operation: "GET /accounts/amazon", kind: kind)]
    try await SimulatedAppliance.run(faults: faults) { appliance in
      let client = try await appliance.client()
      let error = await #expect(throws: ApplianceError.self) { _ = try await collect(client.roles()) }
      guard case .unexpected(200, let beginning) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(beginning.hasPrefix(kind == .type ? "<" : "{"))
    }
  }

  @Test func `a session that ends in mid-inventory is renewed`() async throws {
    let faults = [Fault(service: "appliance", operation: "GET /accounts/amazon", kind: .expire, occurrence: 2)]
    var options = ApplianceOptions()
    options.largestPage = 10
    try await SimulatedAppliance.run(options, faults: faults) { appliance in
      let expected = await appliance.world.registrations().count
      let (roles, _) = try await collect(appliance.client().roles())
      #expect(roles.count == expected)
    }
  }
}
