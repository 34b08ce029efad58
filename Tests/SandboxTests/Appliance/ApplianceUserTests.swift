import Testing

@testable import Sandbox

/// Portal users of the simulated appliance.
struct ApplianceUserTests {
  private static let newPassword = "Meadow%9364"

  @Test func `users are a page, or an array when told so`() async throws {
    try await ApplianceProbe.with { probe in
      let page = try await probe.get("/users?Sort=nameDesc&Limit=2").json()
      #expect(page["totalCount"]?.int == 3)
      #expect(page["results"]?.items.compactMap { $0["name"]?.string } == ["reader", "keeper"])
    }
    try await ApplianceProbe.with {
      $0.userList = .array
    } _: { probe in
      let names = try await probe.get("/users").json().items.compactMap { $0["name"]?.string }
      #expect(names == ["keeper", "reader", "guarded"])
    }
  }

  @Test func `a name with a dollar sign is found under its escape`() async throws {
    try await ApplianceProbe.with { probe in
      let created = try await probe.send(
        "POST",
        "/users",
        json: #"{"name": "svc$", "description": "d", "password": "Meadow%9364"}"#
      )
      #expect(created.status == 201)
      let found = try await probe.get("/users/svc%24")
      #expect(found.status == 200)
      #expect(try found.json()["_links"]?[0]?["href"]?.string == "\(probe.server.url)/api/v1/users/svc%24")
      #expect(try await probe.send("DELETE", "/users/svc%24").status == 204)
      #expect(try await probe.get("/users/svc%24").status == 404)
    }
  }

  @Test(arguments: [
    (#"{"password": "Meadow%9364"}"#, ApplianceOptions.OldPassword.required, 400),
    (#"{"password": "Meadow%9364"}"#, .optional, 200),
    (#"{"password": "Meadow%9364", "oldPassword": "wrong"}"#, .optional, 400),
    (#"{"password": "Meadow%9364", "oldPassword": "Lantern!8152"}"#, .required, 200),
    (#"{"password": "weak", "oldPassword": "Lantern!8152"}"#, .required, 400),
  ])
  func `a new password needs the old one and must be strong`(
    body: String,
    side: ApplianceOptions.OldPassword,
    status: Int
  ) async throws {
    try await ApplianceProbe.with {
      $0.oldPassword = side
    } _: { probe in
      #expect(try await probe.send("PUT", "/users/reader", json: body).status == status)
      let signsIn = try await probe.signIn(ApplianceProbe.reader, password: Self.newPassword) != nil
      #expect(signsIn == (status == 200))
    }
  }

  @Test(arguments: [(true, 401), (false, 200)])
  func `a changed password ends the user's tokens, unless told otherwise`(ends: Bool, status: Int) async throws {
    try await ApplianceProbe.with {
      $0.endsTokensOnPasswordChange = ends
    } _: { probe in
      let reader = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      _ = try await probe.send(
        "PUT",
        "/users/reader",
        json: #"{"password": "Meadow%9364", "oldPassword": "Lantern!8152"}"#
      )
      #expect(try await reader.get("/system/time").status == status)
    }
  }

  @Test(arguments: [
    ("Meadow9364x", PasswordRule.digit, true),
    ("Meadow%xyqr", .digit, false),
    ("Meadow%xqwk", .special, true),
    ("Meadow9364x", .special, false),
    ("Meadow%9364", .both, true),
    ("Meadow9364x", .both, false),
    ("Mead%936", .both, true),
    ("Mea%936", .both, false),
    ("meadow%9364", .both, false),
    ("MEADOW%9364", .both, false),
    ("Meadow%1234", .both, false),
    ("Meadow%4321", .both, false),
    ("Medcba%9364", .both, false),
    ("Meadow%1231", .both, true),
  ])
  func `the password rule`(password: String, rule: PasswordRule, isFine: Bool) {
    #expect(rule.objections(to: password).isEmpty == isFine)
  }

  @Test(arguments: [
    ("svc_rolecall-1", true), ("svc$", true), ("", false), ("$", false), ("a$b", false), ("Admin", false),
    ("admin", false), ("user name", false), (String(repeating: "a", count: 32), true),
    (String(repeating: "a", count: 33), false),
  ])
  func `the name rule`(name: String, isFine: Bool) {
    #expect(UserNameRule.objections(to: name).isEmpty == isFine)
  }

  @Test func `validation answers 200 with messages or none`() async throws {
    try await ApplianceProbe.with { probe in
      let taken = try await probe.send("POST", "/users/validateName", json: #"{"name": "keeper"}"#)
      #expect(taken.status == 200)
      #expect(try taken.json()[0]?["severity"]?.string == "Error")
      let fine = try await probe.send("POST", "/users/validatePassword", json: #"{"password": "Meadow%9364"}"#)
      #expect(fine.text == "[]")
      let malformed = try await probe.send("POST", "/users/validatePassword", json: #"{"password": 1}"#)
      #expect(malformed.status == 400)
      #expect(try malformed.json()["details"]?.string == "password is of the wrong kind.")
    }
  }

  @Test func `a second factor is prepared, accepted and removed`() async throws {
    try await ApplianceProbe.with { probe in
      let seed = try await probe.send("POST", "/users/reader/enableMfa", json: #"{"recreate": false}"#).json()
      let secret = TimedCode(userID: ApplianceProbe.reader.id)
      #expect(seed["secretKey"]?.string == secret.secretKey)
      #expect(try await probe.signIn(ApplianceProbe.reader) != nil)
      let body = #"{"code": "\#(secret.code(at: probe.clock.now))", "token": "\#(seed["token"]?.string ?? "")"}"#
      #expect(try await probe.send("POST", "/users/reader/acceptMfa", json: body).status == 201)
      #expect(try await probe.signIn(ApplianceProbe.reader) == nil)
      #expect(try await probe.send("POST", "/users/reader/disableMfa").status == 200)
      #expect(try await probe.signIn(ApplianceProbe.reader) != nil)
    }
  }

  @Test(arguments: [("keeper", 403), ("nobody", 404), ("reader", 204)])
  func `nobody removes the user they are signed in with`(name: String, status: Int) async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.send("DELETE", "/users/\(name)")
      #expect(answer.status == status)
    }
  }
}
