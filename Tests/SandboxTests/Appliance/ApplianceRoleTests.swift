import FoundationEssentials
import Testing

@testable import Sandbox

/// Registered roles of the simulated appliance.
struct ApplianceRoleTests {
  @Test func `pages cut the list and count all of it`() async throws {
    try await ApplianceProbe.with { probe in
      let page = try await probe.get("/accounts/amazon?Offset=1&Limit=2").json()
      #expect(page["totalCount"]?.int == 5)
      #expect(page["results"]?.items.compactMap { $0["name"]?.string } == ["222222222222-ec2", "111111111111-ec2"])
      #expect(try await probe.get("/accounts/amazon?Offset=9").json()["results"]?.count == 0)
      #expect(try await probe.get("/accounts/amazon?Limit=-1").json()["results"]?.count == 5)
      #expect(try await probe.get("/accounts/amazon?Limit=0").json()["results"]?.count == 0)
      #expect(try await probe.get("/accounts/amazon?Limit=-2").status == 400)
      #expect(try await probe.get("/accounts/amazon?Offset=x").status == 400)
    }
  }

  @Test func `search and sort come before the limit`() async throws {
    try await ApplianceProbe.with { probe in
      let page = try await probe.get("/accounts/amazon?SearchPattern=EC2&Sort=nameAsc&Limit=1").json()
      #expect(page["totalCount"]?.int == 2)
      #expect(page["results"]?[0]?["name"]?.string == "111111111111-ec2")
      #expect(try await probe.get("/accounts/amazon?Sort=size").status == 400)
    }
  }

  @Test func `a page limit of the appliance's own shortens pages, not the count`() async throws {
    try await ApplianceProbe.with {
      $0.largestPage = 2
    } _: { probe in
      let page = try await probe.get("/accounts/amazon?Limit=-1").json()
      #expect(page["totalCount"]?.int == 5)
      #expect(page["results"]?.count == 2)
    }
  }

  @Test(arguments: [
    (ApplianceProduct.nine, "1.7-rev0", "awsid", true),
    (.ten, "1.8-rev0", "awsAccountId", true),
    (.ten, "1.7-rev0", "awsid", true),
    (.two, "1.0-rev0", "awsid", false),
  ])
  func `the account's field and the permissions follow the revision`(
    product: ApplianceProduct,
    version: String,
    field: String,
    hasPermissions: Bool
  ) async throws {
    try await ApplianceProbe.with {
      $0.product = product
    } _: { probe in
      let role = try await probe.speaking(version).get("/accounts/amazon/\(Registration.sampleID(1))").json()
      #expect(role[field]?.string == "222222222222")
      #expect(role.keys.intersection(["awsid", "awsAccountId"]) == [field])
      #expect((role["accountPermissions"] != nil) == hasPermissions)
      #expect(role["IAMRoleFromAnotherAccount"]?["parentAmazonAccountId"]?.string == Registration.sampleID(0))
    }
  }

  @Test func `the factory role is the appliance's own and default`() async throws {
    try await ApplianceProbe.with { probe in
      let role = try await probe.get("/accounts/amazon/\(Registration.sampleID(0))").json()
      #expect(role["IAMRole"]?["isDefault"] == .boolean(true))
      #expect(role["IAMRoleFromAnotherAccount"] == nil)
    }
  }

  @Test func `a registered role is there at once, without its external id`() async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.send(
        "POST",
        "/accounts/amazon",
        json: """
          {"name": "555555555555-ec2", "IAMRoleFromAnotherAccount":
          {"accountId": "555555555555", "roleName": "/x/Role", "externalId": "kept-secret"}}
          """
      )
      #expect(answer.status == 201)
      #expect(!answer.text.contains("kept-secret"))
      let id = try #require(try answer.json()["id"]?.string)
      let found = try await probe.get("/accounts/amazon/\(id)").json()
      #expect(found["IAMRoleFromAnotherAccount"]?["roleName"]?.string == "/x/Role")
      #expect(found["accountPermissions"]?.count == 22)
      #expect(found["_links"]?[0]?["href"]?.string == "\(probe.server.url)/api/v1/accounts/amazon/\(id)")
      #expect(try await probe.get("/accounts/amazon").json()["totalCount"]?.int == 6)
    }
  }

  @Test(arguments: [
    (#"{"name": "by hand", "IAMRole": {"roleName": "r"}}"#, "A role with this name exists already."),
    (#"{"name": "x"}"#, "Exactly one of accessKeys, IAMRole and IAMRoleFromAnotherAccount is required."),
    (#"{"IAMRole": {"roleName": "r"}}"#, "name is required."),
    (
      #"{"name": "x", "IAMRoleFromAnotherAccount": {"accountId": "12", "roleName": "r"}}"#,
      "accountId must have 12 digits."
    ),
    (#"{"name": "acme", "IAMRole": {"roleName": "r"}}"#, "An organization has this name."),
    (
      #"{"name": "x", "IAMRoleFromAnotherAccount": {"accountId": "666666666666", "roleName": "r"}}"#,
      "The role 'r' in account 666666666666 cannot be assumed."
    ),
    ("not json", "The body is not valid JSON."),
  ])
  func `a role that cannot be is refused with the reason`(body: String, details: String) async throws {
    try await ApplianceProbe.with { options in
      options.organizationNames = ["acme"]
      options.unassumableRoles = [RoleAddress(account: "666666666666", roleName: "r")]
    } _: { probe in
      let answer = try await probe.send("POST", "/accounts/amazon", json: body)
      #expect(answer.status == 400)
      #expect(try answer.json()["details"]?.string == details)
    }
  }

  @Test(arguments: [(127, 127, 201), (127, 128, 400), (255, 255, 201), (255, 256, 400)])
  func `names have a limit, 127 or 255`(limit: Int, length: Int, status: Int) async throws {
    try await ApplianceProbe.with {
      $0.longestRoleName = limit
    } _: { probe in
      let name = String(repeating: "n", count: length)
      let answer = try await probe.send(
        "POST",
        "/accounts/amazon",
        json: #"{"name": "\#(name)", "IAMRole": {"roleName": "r"}}"#
      )
      #expect(answer.status == status)
    }
  }

  @Test func `trust that spreads slowly refuses first and takes later`() async throws {
    try await ApplianceProbe.with {
      $0.trustDelay = .seconds(60)
    } _: { probe in
      let body = #"{"name": "x", "IAMRole": {"roleName": "r"}}"#
      let early = try await probe.send("POST", "/accounts/amazon", json: body)
      #expect(early.status == 400)
      probe.clock.advance(by: .seconds(60))
      let late = try await probe.send("POST", "/accounts/amazon", json: body)
      #expect(late.status == 201)
    }
  }

  @Test func `a role is renamed and keeps what the change left out`() async throws {
    try await ApplianceProbe.with { probe in
      let path = "/accounts/amazon/\(Registration.sampleID(4))"
      let answer = try await probe.send("PUT", path, json: #"{"name": "renamed", "description": "mine"}"#)
      #expect(answer.status == 200)
      let role = try await probe.get(path).json()
      #expect(role["name"]?.string == "renamed")
      #expect(role["IAMRoleFromAnotherAccount"]?["accountId"]?.string == "333333333333")
      #expect(try await probe.send("PUT", path, json: #"{"name": "111111111111-ec2"}"#).status == 400)
    }
  }

  @Test(arguments: [
    (ApplianceOptions.RemovedRole.ok, 200, ApplianceOptions.FreeRole.emptyArray, "[]"),
    (.noContent, 204, .nothing, ""),
  ])
  func `a free role goes, with either answer`(
    removed: ApplianceOptions.RemovedRole,
    status: Int,
    free: ApplianceOptions.FreeRole,
    text: String
  ) async throws {
    try await ApplianceProbe.with { options in
      options.removedRole = removed
      options.freeRole = free
    } _: { probe in
      let path = "/accounts/amazon/\(Registration.sampleID(4))"
      let check = try await probe.send("POST", path + "/validateDelete")
      #expect(check.status == 200)
      #expect(check.text == text)
      let answer = try await probe.send("DELETE", path)
      #expect(answer.status == status)
      #expect(answer.body.isEmpty)
      #expect(try await probe.get(path).status == 404)
    }
  }

  @Test func `a role in use stays, and says who uses it`() async throws {
    try await ApplianceProbe.with { options in
      options.policies = [
        BackupPolicy(id: "6a1f5a30-4f0e-4c4e-9d0b-000000000009", name: "nightly", roleName: "111111111111-ec2")
      ]
    } _: { probe in
      let path = "/accounts/amazon/\(Registration.sampleID(2))"
      let check = try await probe.send("POST", path + "/validateDelete").json()
      #expect(check[0]?["message"]?.string == "The role is used by the policy 'nightly'.")
      #expect(try await probe.send("DELETE", path).status == 400)
      #expect(try await probe.get(path).status == 200)
      let policy = try await probe.get("/virtualMachines/policies").json()["results"]?[0]
      #expect(policy?["IAMRoleId"]?.string == Registration.sampleID(2))
    }
  }

  @Test func `a rescan is a session that runs and ends`() async throws {
    try await ApplianceProbe.with { probe in
      let path = "/accounts/amazon/\(Registration.sampleID(1))/rescan"
      let started = try await probe.send("POST", path, json: #"{"regionIds": []}"#)
      #expect(started.status == 202)
      let id = try started.json()["sessionId"]?.string ?? ""
      #expect(try await probe.get("/sessions/\(id)").json()["status"]?.string == "Running")
      probe.clock.advance(by: .seconds(20))
      let session = try await probe.get("/sessions/\(id)").json()
      #expect(session["status"]?.string == "Succeeded")
      #expect(session["result"]?.string == "Success")
      #expect(session["executionStopTime"]?.string == "2030-03-17T17:47:00.000000")
      #expect(try await probe.get("/sessions/\(id)/log").json()["log"]?.count == 1)
      let found = try await probe.get("/sessions?Status=Succeeded&Status=Running&Types=Task").json()
      #expect(found["totalCount"]?.int == 1)
    }
  }

  @Test func `the export is CSV or XML by Accept`() async throws {
    try await ApplianceProbe.with { probe in
      let csv = try await probe.send("POST", "/accounts/amazon/export", headers: [("accept", "text/csv")])
      #expect(csv.header("content-type") == "text/csv")
      #expect(csv.text.hasPrefix("\"Name\",\"Account\",\"Role\",\"Description\"\r\n"))
      let xml = try await probe.send("POST", "/accounts/amazon/export", headers: [("accept", "application/xml")])
      #expect(xml.header("content-type") == "application/xml")
    }
  }

  @Test(arguments: [
    ("/policies", "1.0-rev0", 200), ("/policies", "1.3-rev0", 404), ("/userStatus", "1.0-rev0", 200),
    ("/overview/userStatus", "1.0-rev0", 404), ("/overview/userStatus", "1.3-rev0", 200),
  ])
  func `a path that was dropped needs a revision that knew it`(
    path: String,
    version: String,
    status: Int
  ) async throws {
    try await ApplianceProbe.with {
      $0.product = .five
    } _: { probe in
      let answer = try await probe.speaking(version).get(path)
      #expect(answer.status == status)
    }
  }

  @Test(arguments: [
    ("GET", "/nowhere", 404), ("GET", "/accounts/amazon/not-a-uuid", 404), ("DELETE", "/accounts/amazon", 405),
  ])
  func `unknown paths are 404, unknown methods 405`(method: String, path: String, status: Int) async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.send(method, path)
      #expect(answer.status == status)
    }
  }
}

/// The size the appliance must bear.
struct ApplianceManyRolesTests {
  @Test func `a hundred thousand roles come in pages, sorted, and at once`() async throws {
    try await ApplianceProbe.with { probe in
      await probe.world.perform { state, _ in
        for number in 5..<100_000 {
          state.registrations.add(.sample(number, name: "role \(100_000 - number)", account: "777777777777"))
        }
      }
      let first = try await probe.get("/accounts/amazon?Offset=0&Limit=1000&Sort=nameAsc").json()
      #expect(first["totalCount"]?.int == 100_000)
      #expect(first["results"]?[0]?["name"]?.string == "111111111111-ec2")
      let last = try await probe.get("/accounts/amazon?Offset=99999&Limit=1000&Sort=nameAsc").json()
      #expect(last["results"]?.count == 1)
      #expect(last["results"]?[0]?["name"]?.string == "role 99995")
      let all = try await probe.get("/accounts/amazon?Offset=0&Limit=-1")
      #expect(all.body.count > 40_000_000)
    }
  }
}
