import Synchronization
import TestSupport
import Testing
import Transport
import Veeam

/// What goes over the wire for a session's sake, call by call.
@Suite struct SessionTests {
  private static let users = "GET /users?Offset=0&Limit=500"

  @Test func `a sign-in is a form with the version in a header`() async throws {
    try await ScriptedAppliance.run { _, _ in
      nil
    } _: { appliance in
      _ = try await collect(appliance.client().users())
      let requests = appliance.server.requests
      try #require(requests.count == 2)
      #expect(requests[0].line == "POST /api/v1/token HTTP/1.1")
      #expect(requests[0]["Content-Type"] == "application/x-www-form-urlencoded")
      #expect(requests[0].body == "grant_type=password&username=ann%2B1&password=p%26ss%20w%C3%B6rd%25")
      #expect(requests[1].line == "GET /api/v1/users?Offset=0&Limit=500 HTTP/1.1")
      #expect(requests[1]["Authorization"] == "Bearer access-0")
      for request in requests {
        #expect(request["x-api-version"] == "1.8-rev0")
        #expect(request["Accept"] == "application/json")
      }
    }
  }

  @Test func `tokens are renewed a minute before they end, and both new ones are kept`() async throws {
    try await ScriptedAppliance.run { _, _ in
      nil
    } _: { appliance in
      let client = try appliance.client()
      _ = try await collect(client.users())
      appliance.time.advance(by: .seconds(3539))
      _ = try await collect(client.users())
      for _ in 0..<2 {
        appliance.time.advance(by: .seconds(3541))
        _ = try await collect(client.users())
      }
      let users = Self.users
      #expect(
        appliance.calls == [
          "POST /token password", users, users, "POST /token refresh_token", users, "POST /token refresh_token", users,
        ]
      )
      let requests = appliance.server.requests
      #expect(requests[3].body == "grant_type=refresh_token&refresh_token=refresh-0")
      #expect(requests[4]["Authorization"] == "Bearer access-3")
      #expect(requests[5].body == "grant_type=refresh_token&refresh_token=refresh-3")
    }
  }

  @Test(arguments: [400, 401])
  func `a refused refresh leads to the password`(status: Int) async throws {
    try await ScriptedAppliance.run { _, request in
      request.body.contains("refresh_token") ? .problem(status, "invalidAccessToken") : nil
    } _: { appliance in
      let client = try appliance.client()
      _ = try await collect(client.users())
      appliance.time.advance(by: .seconds(7200))
      _ = try await collect(client.users())
      #expect(
        appliance.calls == [
          "POST /token password", Self.users, "POST /token refresh_token", "POST /token password", Self.users,
        ]
      )
    }
  }

  @Test func `a session that the appliance forgot is opened again, once`() async throws {
    try await ScriptedAppliance.run { _, request in
      request["Authorization"] == nil ? nil : .problem(401, "expiredAccessToken")
    } _: { appliance in
      let client = try appliance.client()
      await #expect(throws: ApplianceError.sessionRefused) { _ = try await collect(client.users()) }
      #expect(appliance.calls == ["POST /token password", Self.users, "POST /token password", Self.users])
    }
  }

  @Test func `callers at the same time share one sign-in`() async throws {
    try await ScriptedAppliance.run { _, _ in
      nil
    } _: { appliance in
      let client = try appliance.client()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { _ = try await collect(client.users()) } }
        try await group.waitForAll()
      }
      #expect(appliance.calls.filter { $0.hasPrefix("POST") } == ["POST /token password"])
    }
  }

  @Test func `a refused password is not tried again until it changes or five minutes pass`() async throws {
    let box = Box("wrong")
    try await ScriptedAppliance.run { _, request in
      request.body.contains("wrong") ? .problem(401, "invalidAccessToken") : nil
    } _: { appliance in
      let client = try appliance.client { ApplianceCredential(username: "ann", password: box.value) }
      let refused = ApplianceError.signInRefused(user: "ann")
      for _ in 0..<3 { await #expect(throws: refused) { try await client.signIn() } }
      #expect(appliance.server.requests.count == 1)
      appliance.time.advance(by: .seconds(299))
      await #expect(throws: refused) { try await client.signIn() }
      #expect(appliance.server.requests.count == 1)
      appliance.time.advance(by: .seconds(1))
      await #expect(throws: refused) { try await client.signIn() }
      #expect(appliance.server.requests.count == 2)
      box.value = "right"
      try await client.signIn()
      #expect(appliance.server.requests.count == 3)
    }
  }

  @Test(arguments: [
    "{\"type\":\"https://h/api/v1/problems/unsupportedApiVersion\",\"title\":\"t\",\"status\":400,\"errorCode\":\"InvalidURI\"}",
    "{\"error\":{\"code\":\"UnsupportedApiVersion\",\"message\":\"m\",\"innerError\":null}}",
    "{\"error\":{\"code\":\"InvalidApiVersion\",\"message\":\"m\"}}",
    "{\"type\":\"https://docs.api-versioning.org/problems#unsupported\",\"title\":\"Unsupported API version\",\"status\":400}",
  ])
  func `every wording of a version problem leads down`(problem: String) async throws {
    try await ScriptedAppliance.run { _, request in
      ["1.9-rev0", "1.8-rev0"].contains(request["x-api-version"]) ? .json(400, problem) : nil
    } _: { appliance in
      let client = try appliance.client(version: nil)
      try await client.signIn()
      #expect(await client.version?.rawValue == "1.7-rev0")
      #expect(appliance.server.requests.map { $0["x-api-version"] } == ["1.9-rev0", "1.8-rev0", "1.7-rev0"])
    }
  }

  @Test func `another 400 does not lead down`() async throws {
    try await ScriptedAppliance.run { _, _ in
      .problem(400, "validationError")
    } _: { appliance in
      let client = try appliance.client(version: nil)
      await #expect(throws: ApplianceError.signInRefused(user: "ann+1")) { try await client.signIn() }
      #expect(appliance.server.requests.count == 1)
    }
  }

  @Test func `an update that moves the window is followed in mid-session`() async throws {
    let updated = Box("no")
    try await ScriptedAppliance.run { _, request in
      updated.value == "yes" && request["x-api-version"] == "1.8-rev0" ? .problem(400, "unsupportedApiVersion") : nil
    } _: { appliance in
      let client = try appliance.client()
      _ = try await collect(client.users())
      updated.value = "yes"
      _ = try await collect(client.users())
      #expect(await client.version?.rawValue == "1.9-rev0")
    }
  }

  @Test func `a second factor may come with empty tokens`() async throws {
    let answer = "{\"access_token\":\"\",\"refresh_token\":null,\"mfa_token\":\"m\",\"mfa_enabled\":true}"
    try await ScriptedAppliance.run { _, _ in
      .json(200, answer)
    } _: { appliance in
      let client = try appliance.client()
      await #expect(throws: ApplianceError.secondFactorNeeded(user: "ann+1")) { try await client.signIn() }
    }
  }

  @Test func `licence terms are named as what is missing`() async throws {
    try await ScriptedAppliance.run { _, _ in
      .problem(403, "licenseAgreementsIsNotAccepted")
    } _: { appliance in
      let client = try appliance.client()
      await #expect(throws: ApplianceError.licenceTermsNotAccepted) { try await client.signIn() }
    }
  }

  @Test(arguments: ["[\"secret-token\"", "{\"access\":\"secret-token\"}", "\"secret-token\"", ""])
  func `an odd answer to a sign-in is not shown, a token may be in it`(body: String) async throws {
    try await ScriptedAppliance.run { _, _ in
      .json(200, body)
    } _: { appliance in
      let client = try appliance.client()
      let error = await #expect(throws: ApplianceError.self) { try await client.signIn() }
      #expect(error == .unexpected(status: 200, beginning: ""))
    }
  }

  @Test func `a source without a credential speaks for itself`() async throws {
    struct NoSecret: Error {}
    try await ScriptedAppliance.run { _, _ in
      nil
    } _: { appliance in
      let client = try appliance.client { throw NoSecret() }
      await #expect(throws: NoSecret.self) { try await client.signIn() }
      #expect(appliance.server.requests.isEmpty)
    }
  }
}

/// A value that a test changes while a server reads it.
private final class Box: Sendable {
  private let content: Mutex<String>

  init(_ content: String) { self.content = Mutex(content) }

  var value: String {
    get { content.withLock { $0 } }
    set { content.withLock { $0 = newValue } }
  }
}
