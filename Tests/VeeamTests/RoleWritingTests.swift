import Sandbox
import TestSupport
import Testing
import Transport
import Veeam

/// Registering, changing and removing roles on the simulated appliance.
@Suite struct RoleWritingTests {
  private static let account = "210987654321"

  private static func spec(_ name: String = "210987654321-ec2", role: String = "/rolecall/Backup") -> RoleSpec {
    RoleSpec(
      name: name,
      description: "rolecall/1 o-example 0123",
      account: account,
      roleName: role,
      externalID: "kept-to-itself",
      permissions: ["EC2Restore"]
    )
  }

  @Test(arguments: [ApplianceProduct.two, .nine, .eleven])
  func `a role is registered, found, changed and removed in every revision`(product: ApplianceProduct) async throws {
    var options = ApplianceOptions()
    options.product = product
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      try await client.addRole(Self.spec())
      let added = try #require(try await client.role(named: "210987654321-ec2"))
      #expect(added.accountId == Self.account)
      #expect(added.description == "rolecall/1 o-example 0123")
      #expect(try await client.roles(ofAccount: Self.account, roleName: "rolecall/Backup").map(\.id) == [added.id])
      #expect(try await client.role(named: "210987654321-e") == nil)
      try await client.updateRole(added.id, to: Self.spec(role: "Other"))
      #expect(try await client.roles(ofAccount: Self.account).map(\.roleName) == ["Other"])
      #expect(try await client.validateRemoval(added.id) == [])
      #expect(try await client.removeRole(added.id))
      #expect(try await client.removeRole(added.id) == false)
      #expect(try await client.roles(ofAccount: Self.account) == [])
    }
  }

  @Test(arguments: [ApplianceOptions.RemovedRole.ok, .noContent], [ApplianceOptions.FreeRole.emptyArray, .nothing])
  func `both ways to say removed and free are understood`(
    removed: ApplianceOptions.RemovedRole,
    free: ApplianceOptions.FreeRole
  ) async throws {
    var options = ApplianceOptions()
    options.removedRole = removed
    options.freeRole = free
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      try await client.addRole(Self.spec())
      let id = try #require(try await client.role(named: "210987654321-ec2")).id
      #expect(try await client.validateRemoval(id) == [])
      #expect(try await client.removeRole(id))
    }
  }

  @Test func `a role in use tells who uses it, and stays`() async throws {
    var options = ApplianceOptions()
    options.policies = [.init(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000009", name: "web", roleName: "210987654321-ec2")]
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      try await client.addRole(Self.spec())
      let id = try #require(try await client.role(named: "210987654321-ec2")).id
      #expect(try await client.validateRemoval(id) == ["The role is used by the policy 'web'."])
      let error = await #expect(throws: ApplianceError.self) { try await client.removeRole(id) }
      #expect(error?.sentence.contains("used by the policy 'web'") == true)
      #expect(try await client.policies().map(\.roleIDs) == [[id]])
      #expect(try await client.role(named: "210987654321-ec2") != nil)
    }
  }

  @Test(arguments: [ApplianceProduct.two, .nine, .eleven])
  func `policies and repositories name their role in every revision`(product: ApplianceProduct) async throws {
    var options = ApplianceOptions()
    options.product = product
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      let factory = try #require(try await collect(client.roles()).items.first { $0.own?.isDefault == true })
      let policies = try await client.policies()
      #expect(policies.map(\.name) == ["databases-daily", "servers-daily", "servers-weekly"])
      #expect(policies.allSatisfy { $0.roleIDs == [factory.id] })
      #expect(try await collect(client.repositories()).items.map(\.roleID) == [factory.id])
      #expect(try await collect(client.sessions()).items.map(\.status) == ["Succeeded", "Succeeded"])
    }
  }

  @Test func `a role that cannot be assumed is told from other refusals`() async throws {
    var options = ApplianceOptions()
    options.unassumableRoles = [RoleAddress(account: Self.account, roleName: "/rolecall/Backup")]
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      let error = await #expect(throws: ApplianceError.self) { try await client.addRole(Self.spec()) }
      guard case .cannotAssume = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      try await client.addRole(Self.spec(role: "Other"))
      let taken = await #expect(throws: ApplianceError.self) { try await client.addRole(Self.spec(role: "Other")) }
      guard case .refused(400, "validationerror", _) = taken else {
        Issue.record("\(String(describing: taken))")
        return
      }
    }
  }

  @Test(arguments: [
    (400, "User: arn:aws:sts::1:x is not authorized to perform: sts:AssumeRole"), (500, "AccessDenied"),
    (409, "Failed to assume the role."), (400, "Check the trust relationship."),
  ])
  func `cannot assume is told by its words, whatever the status`(status: Int, details: String) async throws {
    try await ScriptedAppliance.run { _, request in
      request.line.hasPrefix("POST /api/v1/accounts") ? .problem(status, "validationError", details) : nil
    } _: { appliance in
      let client = try appliance.client()
      let error = await #expect(throws: ApplianceError.self) { try await client.addRole(Self.spec()) }
      #expect(error == .cannotAssume(message: "Title: \(details)"))
      #expect(appliance.calls.count { $0.hasPrefix("POST /accounts") } == 1)
    }
  }

  @Test func `a registration whose fate is unknown is not sent twice, a change is`() async throws {
    try await ScriptedAppliance.run { _, request in
      request.line.contains("/accounts/") ? .answer(503, "<html>", type: "text/html") : nil
    } _: { appliance in
      let client = try appliance.client()
      await #expect(throws: ApplianceError.unavailable(status: 503)) { try await client.addRole(Self.spec()) }
      #expect(appliance.calls.count { $0.hasPrefix("POST /accounts") } == 1)
      await #expect(throws: ApplianceError.unavailable(status: 503)) {
        try await client.updateRole("id", to: Self.spec())
      }
      #expect(appliance.calls.count { $0.hasPrefix("PUT /accounts/amazon/id") } == 8)
    }
  }

  @Test func `a change that meets a session which has ended signs in again`() async throws {
    try await ScriptedAppliance.run { number, request in
      request.line.contains("/accounts/") && number == 1 ? .problem(401, "expiredAccessToken") : nil
    } _: { appliance in
      let client = try appliance.client()
      try await client.addRole(Self.spec())
      #expect(
        appliance.calls.map { $0.prefix(20) } == [
          "POST /token password", "POST /accounts/amazo", "POST /token password", "POST /accounts/amazo",
        ]
      )
    }
  }

  @Test func `a spec's descriptions keep the external id back`() {
    let spec = Self.spec()
    var dumped = ""
    dump(spec, to: &dumped)
    #expect(!dumped.contains("kept-to-itself"))
    #expect(!"\(spec)".contains("kept-to-itself"))
    #expect(!String(reflecting: spec).contains("kept-to-itself"))
  }
}
