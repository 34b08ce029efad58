import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport

@testable import AWS

struct DevicePollingTests {
  private static let start = ManualTiming.start

  @Test func `polling goes on at the service's pace, and slower when it asks for that`() {
    var polling = DevicePolling(interval: 2, deadline: Self.start.addingTimeInterval(600))
    #expect(polling.take(.pending, at: Self.start) == .wait(.seconds(2)))
    #expect(polling.take(.slowDown, at: Self.start) == .wait(.seconds(7)))
    #expect(polling.take(.pending, at: Self.start) == .wait(.seconds(7)))
    #expect(polling.take(.unreachable, at: Self.start) == .wait(.seconds(12)))
  }

  @Test(arguments: [(nil, 5), (0, 1), (-3, 1), (1, 1), (30, 30)])
  func `the pace is five seconds unless the service says another`(interval: Int?, seconds: Int) {
    #expect(DevicePolling(interval: interval, deadline: Self.start).interval == .seconds(seconds))
  }

  @Test(arguments: [
    (DevicePolling.Answer.denied, "the sign-in was refused in the browser"),
    (.expired, "the code ended before it was used"),
    (.refused(reason: "why"), "why"),
  ])
  func `an end is told in words`(answer: DevicePolling.Answer, reason: String) {
    var polling = DevicePolling(interval: 5, deadline: Self.start.addingTimeInterval(600))
    #expect(polling.take(answer, at: Self.start) == .fail(reason: reason))
  }

  @Test func `no poll is made after the code's end`() {
    var polling = DevicePolling(interval: 5, deadline: Self.start.addingTimeInterval(5))
    #expect(polling.take(.pending, at: Self.start) == .fail(reason: "the code ended before it was used"))
  }

  @Test(
    arguments: [
      (400, "AuthorizationPendingException", "{}", .pending),
      (400, nil, "{\"error\":\"authorization_pending\"}", .pending),
      (400, nil, "{\"__type\":\"com.amazonaws.ssooidc#SlowDownException\"}", .slowDown),
      (400, "ExpiredTokenException:http://x", "{}", .expired),
      (400, "AccessDeniedException", "{}", .denied),
      (503, nil, "<html>", .unreachable),
      (400, "InvalidClientException", "{}", .refused(reason: "refused with InvalidClientException (HTTP 400)")),
    ] as [(Int, String?, String, DevicePolling.Answer)]
  )
  func `refusals are read in every form they come in`(
    status: Int,
    header: String?,
    body: String,
    answer: DevicePolling.Answer
  ) {
    let headers = header.map { [HTTPHeader("X-Amzn-ErrorType", $0)] } ?? []
    let failure = IdentityFailure(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    #expect(DevicePolling.Answer(failure) == answer)
  }
}

struct DeviceSignInTests {
  private static let config = """
    [sso-session corp]
    sso_region = eu-west-1
    sso_start_url = https://corp.awsapps.com/start
    sso_registration_scopes = sso:account:access, other
    """
  private static let sessionFile = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
  private let clock = ManualTiming()

  /// The OIDC service: registers, starts, and answers polls one after the other.
  private static func service(_ polls: LoopbackReply...) -> Script {
    let left = Mutex(polls)
    return Script { request in
      switch request.path {
      case "/client/register":
        .json(
          """
          {"clientId":"client","clientSecret":"clientSecret","clientIdIssuedAt":1795500000,
          "clientSecretExpiresAt":1803276000}
          """
        )
      case "/device_authorization":
        .json(
          """
          {"deviceCode":"device","userCode":"ABCD-EFGH","verificationUri":"https://device.sso/",
          "verificationUriComplete":"https://device.sso/?user_code=ABCD-EFGH","expiresIn":600,"interval":1}
          """
        )
      default: left.withLock { $0.isEmpty ? .json("{}", status: 400) : $0.removeFirst() }
      }
    }
  }

  private static let granted = LoopbackReply.json(
    "{\"accessToken\":\"access\",\"tokenType\":\"Bearer\",\"expiresIn\":28800,\"refreshToken\":\"refresh\"}"
  )

  private func refusal(_ code: String) -> LoopbackReply { .json("{}", status: 400, errorType: code) }

  private func signIn(
    _ script: Script,
    then check: (TemporaryHome, ScriptedService) throws -> Void = { _, _ in }
  ) async throws -> [SignInEvent] {
    try await withTemporaryHome { home in
      try await withService(script) { service in
        let configuration = try SharedConfigurationTests.configuration(Self.config)
        let tokens = SSOTokens(
          environment: ProcessEnvironment(["HOME": home.path]),
          sender: HTTPSender(),
          timing: clock.timing
        )
        let signIn = DeviceSignIn(
          to: try SSOSession(named: "corp", configuration: configuration),
          settings: AWSSettings(endpointURLs: ["SSO_OIDC": service.address]),
          tokens: tokens,
          sender: HTTPSender(),
          timing: clock.timing
        )
        let events = try await withTimeout { await signIn.events().reduce(into: []) { $0.append($1) } }
        try check(home, service)
        return events
      }
    }
  }

  private let visit = SignInEvent.visit(
    address: "https://device.sso/?user_code=ABCD-EFGH",
    code: "ABCD-EFGH",
    expires: ManualTiming.start.addingTimeInterval(600)
  )

  @Test func `a person is shown address and code, and the token is kept as the AWS CLI keeps it`() async throws {
    let script = Self.service(
      refusal("AuthorizationPendingException"),
      refusal("SlowDownException"),
      .json("{}", status: 400, errorType: "AuthorizationPendingException"),
      Self.granted
    )
    let events = try await signIn(script) { home, service in
      #expect(service.requests.map(\.path).prefix(2) == ["/client/register", "/device_authorization"])
      let bodies = try service.requests.map { try JSONDecoder().decode(JSONValue.self, from: Data($0.body)) }
      #expect(
        bodies[0]
          == .object([
            "clientName": .text("rolecall"), "clientType": .text("public"),
            "scopes": .list([.text("sso:account:access"), .text("other")]),
          ])
      )
      #expect(
        bodies[1]
          == .object([
            "clientId": .text("client"), "clientSecret": .text("clientSecret"),
            "startUrl": .text("https://corp.awsapps.com/start"),
          ])
      )
      #expect(
        bodies[2]
          == .object([
            "clientId": .text("client"), "clientSecret": .text("clientSecret"), "deviceCode": .text("device"),
            "grantType": .text("urn:ietf:params:oauth:grant-type:device_code"),
          ])
      )
      let text = try #require(home.text(of: Self.sessionFile))
      #expect(
        try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
          == .object([
            "startUrl": .text("https://corp.awsapps.com/start"), "region": .text("eu-west-1"),
            "accessToken": .text("access"), "expiresAt": .text("2026-11-24T14:00:14Z"), "clientId": .text("client"),
            "clientSecret": .text("clientSecret"), "registrationExpiresAt": .text("2027-02-22T06:00:00Z"),
            "refreshToken": .text("refresh"),
          ])
      )
      #expect(try home.permissions(of: Self.sessionFile) == 0o600)
      #expect(try home.permissions(of: ".aws/sso/cache") == 0o700)
    }
    #expect(events == [visit, .succeeded(expires: ManualTiming.start.addingTimeInterval(28_814))])
    #expect(clock.sleeps == [.seconds(1), .seconds(1), .seconds(6), .seconds(6)])
  }

  @Test(arguments: [
    ("AccessDeniedException", "the sign-in was refused in the browser"),
    ("ExpiredTokenException", "the code ended before it was used"),
    ("InvalidClientException", "refused with InvalidClientException (HTTP 400)"),
  ])
  func `a sign-in that ends without a token says why and leaves no file`(code: String, reason: String) async throws {
    let events = try await signIn(Self.service(refusal(code))) { home, _ in
      #expect(home.text(of: Self.sessionFile) == nil)
    }
    #expect(events == [visit, .failed(.failed(source: "SSO session corp", reason: reason))])
  }

  @Test func `a code that nobody uses ends`() async throws {
    let pending = Script { request in
      switch request.path {
      case "/client/register", "/device_authorization": await Self.service().answer(request)
      default: .json("{}", status: 400, errorType: "AuthorizationPendingException")
      }
    }
    let events = try await signIn(pending)
    #expect(
      events == [
        visit, .failed(.failed(source: "SSO session corp", reason: "the code ended before it was used")),
      ]
    )
    #expect(clock.sleeps.count == 599)
  }

  @Test func `a service that refuses the registration ends it at once`() async throws {
    let events = try await signIn(Script { _ in .json("{}", status: 400, errorType: "InvalidRequestException") })
    #expect(
      events == [
        .failed(.failed(source: "SSO session corp", reason: "refused with InvalidRequestException (HTTP 400)"))
      ]
    )
  }
}
