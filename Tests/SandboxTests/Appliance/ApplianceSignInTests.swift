import FoundationEssentials
import Testing

@testable import Sandbox

/// Versions and tokens of the simulated appliance.
struct ApplianceSignInTests {
  @Test(arguments: [
    ("1.5-rev0", 200, ""),
    ("1.5-rev1", 200, ""),
    ("1.7-rev0", 200, ""),
    ("1.8-rev0", 400, "unsupportedApiVersion"),
    ("1.3-rev0", 400, "unsupportedApiVersion"),
    ("2.0", 400, "invalidApiVersion"),
    ("1.-1-rev0", 400, "invalidApiVersion"),
  ])
  func `product 9 takes 1_5 to 1_7 and says so`(version: String, status: Int, problem: String) async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.speaking(version).get("/system/time")
      #expect(answer.status == status)
      let type = try answer.json()["type"]?.string ?? ""
      #expect(type == (problem.isEmpty ? "" : "\(probe.server.url)/api/v1/problems/\(problem)"))
    }
  }

  @Test func `a missing version is refused, or taken when told so`() async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.speaking(nil).get("/system/time")
      #expect(answer.status == 400)
      #expect(try answer.json()["type"]?.string?.hasSuffix("/apiVersionUnspecified") == true)
      #expect(answer.header("content-type") == "application/problem+json")
    }
    try await ApplianceProbe.with {
      $0.missingVersion = .taken
    } _: { probe in
      let answer = try await probe.speaking(nil).get("/system/time")
      #expect(answer.status == 200)
    }
  }

  @Test func `two different versions are ambiguous`() async throws {
    try await ApplianceProbe.with { probe in
      let answer = try await probe.send("GET", "/system/time", headers: [("x-api-version", "1.6-rev0")])
      #expect(answer.status == 400)
      #expect(try answer.json()["type"]?.string?.hasSuffix("/ambiguousApiVersion") == true)
    }
  }

  @Test func `a password gets both tokens, an hour of life and the user's role`() async throws {
    try await ApplianceProbe.with { probe in
      let user = ApplianceProbe.reader
      let answer = try await probe.requestToken([
        "grant_type": "password", "username": user.name, "password": user.password,
      ])
      let token = try answer.json()
      #expect(answer.status == 200)
      #expect(token["expires_in"]?.int == 3600)
      #expect(token["token_type"]?.string == "bearer")
      #expect(token["roleName"]?.string == "Portal Operator")
      #expect(token[".issued"]?.string == "2030-03-17T17:46:40.000000")
      #expect(token[".expires"]?.string == "2030-03-17T18:46:40.000000")
      #expect(token["mfa_enabled"] == .boolean(false))
      #expect(token["mfa_token"] == nil)
    }
  }

  @Test(arguments: [(ApplianceOptions.BadCredentials.unauthorized, 401), (.badRequest, 400)])
  func `a wrong password and an unknown user get one answer`(
    side: ApplianceOptions.BadCredentials,
    status: Int
  ) async throws {
    try await ApplianceProbe.with {
      $0.badCredentials = side
    } _: { probe in
      let wrong = try await probe.requestToken(["grant_type": "password", "username": "keeper", "password": "x"])
      let unknown = try await probe.requestToken(["grant_type": "password", "username": "nobody", "password": "x"])
      #expect(wrong.status == status)
      #expect(wrong.body == unknown.body)
    }
  }

  @Test func `a token ends when its time is over, and is then expired, not unknown`() async throws {
    try await ApplianceProbe.with { probe in
      probe.clock.advance(by: .seconds(3599))
      #expect(try await probe.get("/system/time").status == 200)
      probe.clock.advance(by: .seconds(1))
      let answer = try await probe.get("/system/time")
      #expect(answer.status == 401)
      #expect(try answer.json()["errorCode"]?.string == "ExpiredToken")
      let unknown = try await probe.holding("nonsense").get("/system/time")
      #expect(try unknown.json()["errorCode"]?.string == "InvalidToken")
      let none = try await probe.holding(nil).get("/system/time")
      #expect(try none.json()["type"]?.string?.hasSuffix("/noAccessToken") == true)
      #expect(none.header("www-authenticate") == "Bearer")
    }
  }

  @Test(arguments: [(ApplianceOptions.RefreshTokens.once, 401, 401), (.manyTimes, 200, 200)])
  func `a refresh replaces both tokens`(side: ApplianceOptions.RefreshTokens, again: Int, oldAccess: Int) async throws {
    try await ApplianceProbe.with {
      $0.refreshTokens = side
    } _: { probe in
      let first = try await probe.requestToken([
        "grant_type": "password", "username": "keeper", "password": ApplianceProbe.administrator.password,
      ]).json()
      let refresh = try #require(first["refresh_token"]?.string)
      let second = try await probe.requestToken(["grant_type": "refresh_token", "refresh_token": refresh])
      #expect(second.status == 200)
      let renewed = try await probe.holding(second.json()["access_token"]?.string).get("/system/time")
      #expect(renewed.status == 200)
      let repeated = try await probe.requestToken(["grant_type": "refresh_token", "refresh_token": refresh])
      #expect(repeated.status == again)
      let old = try await probe.holding(first["access_token"]?.string).get("/system/time")
      #expect(old.status == oldAccess)
    }
  }

  @Test func `a refresh token lives two hours`() async throws {
    try await ApplianceProbe.with { probe in
      let first = try await probe.requestToken([
        "grant_type": "password", "username": "keeper", "password": ApplianceProbe.administrator.password,
      ]).json()
      probe.clock.advance(by: .seconds(7200))
      let answer = try await probe.requestToken([
        "grant_type": "refresh_token", "refresh_token": first["refresh_token"]?.string ?? "",
      ])
      #expect(answer.status == 401)
      #expect(try answer.json()["errorCode"]?.string == "ExpiredToken")
    }
  }

  @Test func `a second factor stands between a password and the tokens`() async throws {
    try await ApplianceProbe.with { probe in
      let user = ApplianceProbe.guarded
      let first = try await probe.requestToken([
        "grant_type": "password", "username": user.name, "password": user.password,
      ])
      let step = try first.json()
      #expect(first.status == 200)
      #expect(step["access_token"] == nil)
      #expect(step["mfa_enabled"] == .boolean(true))
      let token = try #require(step["mfa_token"]?.string)
      let wrong = try await probe.requestToken(["grant_type": "mfa", "mfa_token": token, "mfa_code": "abcdef"])
      #expect(wrong.status == 401)
      let code = TimedCode(userID: user.id).code(at: probe.clock.now)
      let second = try await probe.requestToken(["grant_type": "mfa", "mfa_token": token, "mfa_code": code])
      #expect(second.status == 200)
      #expect(try second.json()["access_token"]?.string != nil)
    }
  }

  @Test func `codes are those of RFC 6238`() {
    let secret = TimedCode(secret: Array("12345678901234567890".utf8))
    #expect(secret.secretKey == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    #expect(secret.code(at: Date(timeIntervalSince1970: 59)) == "287082")
    #expect(secret.code(at: Date(timeIntervalSince1970: 1_111_111_109)) == "081804")
    #expect(secret.code(at: Date(timeIntervalSince1970: 20_000_000_000)) == "353130")
  }

  @Test func `an authorization code works once, within a minute`() async throws {
    try await ApplianceProbe.with { probe in
      func code() async throws -> String {
        try await probe.send("POST", "/token/authorizationCode").json()["code"]?.string ?? ""
      }
      let fresh = try await code()
      #expect(try await probe.requestToken(["grant_type": "authorization_code", "code": fresh]).status == 200)
      #expect(try await probe.requestToken(["grant_type": "authorization_code", "code": fresh]).status == 401)
      let late = try await code()
      probe.clock.advance(by: .seconds(60))
      #expect(try await probe.requestToken(["grant_type": "authorization_code", "code": late]).status == 401)
    }
  }

  @Test func `signing out ends access and refresh token`() async throws {
    try await ApplianceProbe.with { probe in
      let token = try await probe.requestToken([
        "grant_type": "password", "username": "keeper", "password": ApplianceProbe.administrator.password,
      ]).json()
      let signedIn = probe.holding(token["access_token"]?.string)
      #expect(try await signedIn.send("DELETE", "/token").status == 204)
      #expect(try await signedIn.get("/system/time").status == 401)
      let answer = try await probe.requestToken([
        "grant_type": "refresh_token", "refresh_token": token["refresh_token"]?.string ?? "",
      ])
      #expect(answer.status == 401)
    }
  }

  @Test(arguments: [
    ("GET", "/users"), ("GET", "/users/keeper"), ("GET", "/system/version"), ("GET", "/licensing/license"),
    ("GET", "/settings/certificates"), ("POST", "/test"), ("POST", "/accounts/amazon"),
    ("DELETE", "/accounts/amazon/44444444-4444-4444-8444-000000000001"),
  ])
  func `a portal operator is refused what belongs to administrators`(method: String, path: String) async throws {
    try await ApplianceProbe.with { probe in
      let reader = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      let answer = try await reader.send(method, path, json: method == "POST" ? "{}" : nil)
      #expect(answer.status == 403)
      #expect(try answer.json()["type"]?.string?.hasSuffix("/accessDenied") == true)
    }
  }

  @Test(arguments: [
    "/accounts/amazon", "/accounts/amazon/44444444-4444-4444-8444-000000000001", "/sessions", "/statistics/summary",
    "/virtualMachines/policies", "/repositories", "/system/time",
  ])
  func `a portal operator reads roles, policies, sessions and statistics`(path: String) async throws {
    try await ApplianceProbe.with { probe in
      let reader = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      #expect(try await reader.get(path).status == 200)
    }
  }
}
