import TestSupport
import Testing
import Transport
import Veeam

/// Answers in the shapes that different revisions, and what stands before the appliance, give them.
@Suite struct AnswerTests {
  @Test(arguments: ["", " \r\n", "[]", "{}", "{\"totalCount\":0,\"results\":[]}", "{\"results\":null}"])
  func `nothing at all is an empty list`(body: String) async throws {
    try await reading(.json(200, body)) { client, _ in
      let (users, _) = try await collect(client.users())
      #expect(users.isEmpty)
    }
  }

  @Test func `a list is read page by page, each asked for by offset and limit`() async throws {
    let all = (0..<5).map { "{\"name\":\"u\($0)\",\"unknown\":{\"x\":1}}" }
    try await ScriptedAppliance.run { _, request in
      guard let offset = request.target.firstMatch(of: /Offset=(\d+)/).flatMap({ Int($0.1) }) else { return nil }
      // Smaller pages than asked for.
      return .json(200, "{\"totalCount\":5,\"results\":[\(all.dropFirst(offset).prefix(2).joined(separator: ","))]}")
    } _: { appliance in
      let (users, pages) = try await collect(appliance.client().users())
      #expect(users.map(\.name) == ["u0", "u1", "u2", "u3", "u4"])
      #expect(pages == 3)
      #expect(
        appliance.server.requests.dropFirst().map(\.target) == [
          "/api/v1/users?Offset=0&Limit=500", "/api/v1/users?Offset=2&Limit=500", "/api/v1/users?Offset=4&Limit=500",
        ]
      )
    }
  }

  @Test func `a server that ignores the offset does not go round in circles`() async throws {
    let all = (0..<500).map { "{\"name\":\"u\($0)\"}" }.joined(separator: ",")
    try await reading(.json(200, "[\(all)]")) { client, appliance in
      let (users, _) = try await collect(client.users())
      #expect(users.count == 500)
      #expect(appliance.server.requests.count == 3)
    }
  }

  @Test(arguments: [
    ("{\"id\":\"1\",\"name\":\"n\",\"description\":\"d\",\"awsid\":\"111122223333\"}", "111122223333", nil),
    ("{\"id\":\"1\",\"name\":\"n\",\"description\":null,\"awsAccountId\":\"111122223333\"}", "111122223333", nil),
    (
      "{\"id\":\"1\",\"name\":\"n\",\"awsid\":\"999900001111\",\"regionType\":\"Moon\",\"IAMRoleFromAnotherAccount\":"
        + "{\"accountId\":\"111122223333\",\"parentAmazonAccountId\":\"2\",\"roleName\":\"p/VeeamEc2Role\"}}",
      "111122223333", "p/VeeamEc2Role"
    ),
    (
      "{\"id\":\"1\",\"name\":\"n\",\"awsAccountId\":\"111122223333\",\"IAMRole\":{\"roleName\":\"r\"},"
        + "\"accountPermissions\":[\"EC2Restore\",\"NewOne\"]}",
      "111122223333", "r"
    ),
    ("{\"id\":\"1\",\"name\":\"keys\",\"accessKeys\":{\"accessKey\":\"AKIA\"}}", nil, nil),
  ])
  func `a role is read from every revision`(json: String, account: String?, roleName: String?) async throws {
    try await reading(.json(200, "{\"totalCount\":1,\"results\":[\(json)]}")) { client, _ in
      let role = try #require(try await collect(client.roles()).items.first)
      #expect(role.accountId == account)
      #expect(role.roleName == roleName)
    }
  }

  @Test func `a success may call itself a problem`() async throws {
    try await reading(.answer(200, "{\"version\":\"9\"}", type: "application/problem+json")) { client, _ in
      let version = try await client.systemVersion()
      #expect(version.version == "9")
    }
  }

  @Test(arguments: [
    (String.problem(404, "resourceNotFound", "No such thing."), "the appliance refused (404): Title: No such thing."),
    (
      .answer(
        400,
        "{\"title\":\"Bad\",\"status\":400,\"detail\":\"singular\",\"traceId\":\"x\"}",
        type: "application/json"
      ),
      "the appliance refused (400): Bad: singular"
    ),
    (.problem(501, "notImplemented"), "the appliance refused (501): Title: Details."),
    (.problem(403, "accessDenied"), "reading users needs Portal Administrator"),
    (.answer(403, "", type: "text/plain"), "reading users needs Portal Administrator"),
    (.answer(418, "", type: "text/plain"), "the appliance's answer (418) is not understood"),
    (
      .answer(404, "<html>\r\n\t<h1>Not\u{1B}[31m Found</h1>", type: "text/html"),
      "the appliance's answer (404) is not understood: <html> <h1>Not [31m Found</h1>"
    ),
    (
      "HTTP/1.1 302 Found\r\nLocation: https://h/login\r\nContent-Length: 0\r\n\r\n",
      "no answer from the appliance: redirected (302) to https://h/login, which is not followed"
    ),
  ])
  func `a refusal is told in its own words`(answer: String, sentence: String) async throws {
    try await reading(answer) { client, appliance in
      let error = await #expect(throws: ApplianceError.self) { _ = try await collect(client.users()) }
      #expect(error?.sentence == sentence)
      #expect(appliance.server.requests.count == 2)
    }
  }

  @Test(arguments: [429, 500, 502, 503, 504])
  func `a fault that stays is tried eight times`(status: Int) async throws {
    try await reading(.answer(status, "<html>", type: "text/html")) { client, appliance in
      await #expect(throws: ApplianceError.self) { _ = try await collect(client.users()) }
      #expect(appliance.server.requests.count == 9)
    }
  }

  /// Signs in, and answers everything else with `answer`.
  private func reading(
    _ answer: String,
    _ body: @escaping @Sendable (Appliance, ScriptedAppliance) async throws -> Void
  ) async throws {
    try await ScriptedAppliance.run { _, request in
      request.line.hasPrefix("POST") ? nil : answer
    } _: { appliance in
      try await body(try appliance.client(), appliance)
    }
  }
}
