import FoundationEssentials
import TestSupport
import Testing

@testable import Sandbox

/// The simulated Identity Center: clients, devices, tokens, role credentials.
struct IdentityCenterTests {
  @Test func `a person approves a device and its token opens a role`() async throws {
    try await IdentityProbe.with { probe in
      let client = try await probe.registerClient()
      let device = try await probe.startDevice(client)
      #expect(try await probe.poll(client, device).json()["error"]?.string == "authorization_pending")
      #expect(try await probe.poll(client, device).json()["error"]?.string == "slow_down")
      let page = try #require(device["verificationUriComplete"]?.string)
      let approval = try await probe.http.send("GET", String(page.dropFirst(probe.http.base.count)))
      #expect(approval.status == 200)
      #expect(approval.text.contains("You are signed in"))
      let token = try await probe.poll(client, device)
      #expect(token.status == 200)
      let again = try await probe.poll(client, device)
      #expect(again.header("x-amzn-errortype") == "InvalidGrantException")
      let access = try #require(token.json()["accessToken"]?.string)
      let credentials = try await probe.roleCredentials(access).json()["roleCredentials"]
      #expect(credentials?["expiration"]?.int == 1_900_003_600_000)
      let key = try #require(credentials?["accessKeyId"]?.string)
      let secret = await probe.world.perform { state, _ in state.identities.identity(accessKeyID: key)?.secretAccessKey
      }
      #expect(secret == credentials?["secretAccessKey"]?.string)
    }
  }

  @Test(arguments: [
    (IdentityOptions.DeviceAnswer.pending, "AuthorizationPendingException"),
    (.slowDown, "SlowDownException"),
    (.expired, "ExpiredTokenException"),
    (.denied, "AccessDeniedException"),
  ])
  func `the first polls hear what the script says`(
    answer: IdentityOptions.DeviceAnswer,
    code: String
  ) async throws {
    try await IdentityProbe.with {
      $0.deviceAnswers = [answer]
    } _: { probe in
      let client = try await probe.registerClient()
      let device = try await probe.startDevice(client)
      let first = try await probe.poll(client, device)
      #expect(first.status == 400)
      #expect(first.header("x-amzn-errortype") == code)
      let second = try await probe.poll(client, device)
      #expect(second.header("x-amzn-errortype") == "AuthorizationPendingException")
    }
  }

  @Test func `a code that nobody used expires, and its page knows it no more`() async throws {
    try await IdentityProbe.with { probe in
      let client = try await probe.registerClient()
      let device = try await probe.startDevice(client)
      probe.clock.advance(by: .seconds(600))
      let poll = try await probe.poll(client, device)
      #expect(poll.header("x-amzn-errortype") == "ExpiredTokenException")
      let page = try await probe.http.send("GET", "/device?user_code=\(device["userCode"]?.string ?? "")")
      #expect(page.status == 404)
    }
  }

  @Test func `a refresh token brings new tokens once`() async throws {
    try await IdentityProbe.with { probe in
      let signedIn = await probe.server.signIn()
      let client = (id: signedIn.client, secret: signedIn.secret)
      let first = try await probe.token(client, grant: "refresh_token", ["refreshToken": signedIn.refresh])
      #expect(first.status == 200)
      #expect(try first.json()["expiresIn"]?.int == 3600)
      let second = try await probe.token(client, grant: "refresh_token", ["refreshToken": signedIn.refresh])
      #expect(second.header("x-amzn-errortype") == "InvalidGrantException")
    }
  }

  @Test func `an expired registration is no client any more`() async throws {
    try await IdentityProbe.with { probe in
      let client = try await probe.registerClient()
      probe.clock.advance(by: .seconds(90 * 86_400))
      let answer = try await probe.token(client, grant: "refresh_token", ["refreshToken": "x"])
      #expect(answer.status == 401)
      #expect(answer.header("x-amzn-errortype") == "InvalidClientException")
    }
  }

  @Test func `an expired token and a role that was not granted are two answers`() async throws {
    try await IdentityProbe.with { probe in
      let access = await probe.server.signIn().access
      #expect(try await probe.roleCredentials(access, role: "Nobody").status == 403)
      probe.clock.advance(by: .seconds(3600))
      let late = try await probe.roleCredentials(access)
      #expect(late.status == 401)
      #expect(late.header("x-amzn-errortype") == "UnauthorizedException")
    }
  }

  @Test func `a fault of the identity services goes by the operation's name`() async throws {
    let fault = Fault(service: "identity", operation: "GetRoleCredentials", kind: .throttle, occurrence: 1)
    try await IdentityProbe.with(faults: [fault]) { probe in
      let access = await probe.server.signIn().access
      let statuses = [try await probe.roleCredentials(access).status, try await probe.roleCredentials(access).status]
      #expect(statuses == [429, 200])
    }
  }
}
