import FoundationEssentials
import TestSupport
import Testing
import Transport

@testable import AWS

struct CorrectionTests {
  typealias Answer = ScriptedServer.Answer

  /// Two hours after ``ManualTime``'s start.
  private static let later = ["Date: Tue, 24 Nov 2026 08:00:00 GMT"]
  private static let laterStamp = "20261124T080000Z"
  private static let start = Date(timeIntervalSince1970: 1_795_500_000)

  @Test(arguments: [
    "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "AuthFailure",
  ])
  func `a clock that is off is corrected once and stays corrected for that host`(code: String) async throws {
    let answers: [Answer] = [.refusal(code, status: 403, headers: Self.later), .organization, .organization]
    try await Fixture.with(answers) { server, fixture in
      let organizations = Organizations(fixture.connection)
      _ = try await organizations.describeOrganization()
      _ = try await organizations.describeOrganization()
      let stamps = server.requests.map { $0["x-amz-date"] }
      #expect(stamps == [Signer.stamp(Self.start), Self.laterStamp, Self.laterStamp])
      #expect(fixture.time.sleeps.isEmpty)
    }
  }

  @Test func `a clock is corrected once in a call, not for ever`() async throws {
    let refusal = Answer.refusal("InvalidSignatureException", status: 403, headers: Self.later)
    let again = Answer.refusal(
      "InvalidSignatureException",
      status: 403,
      headers: ["Date: Tue, 24 Nov 2026 12:00:00 GMT"]
    )
    try await Fixture.with([refusal, again, .organization]) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      #expect(server.requests.count == 2)
      #expect(error?.nextStep == "the secret key is wrong, or this machine's clock is: check both")
    }
  }

  @Test func `a service whose clock agrees refused the key, not the time`() async throws {
    let near = HTTPDate.text(Self.start.addingTimeInterval(200))
    let answer = Answer.refusal("SignatureDoesNotMatch", status: 403, headers: ["Date: \(near)"])
    try await Fixture.with([answer, .organization]) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      #expect(server.requests.count == 1)
      #expect(error?.isSignInProblem == true)
    }
  }

  @Test func `a time is believed over TLS and from this machine only`() {
    let response = HTTPResponse(status: 403, headers: [HTTPHeader("Date", "Tue, 24 Nov 2026 08:00:00 GMT")])
    func offset(_ scheme: HTTPRequest.Scheme, _ host: String) -> TimeInterval? {
      let endpoint = Endpoint(scheme: scheme, host: host, signingRegion: "r", signingName: "s")
      return ClockOffsets.correction(from: response, endpoint: endpoint, now: Self.start, signedAt: Self.start)
    }
    #expect(offset(.https, "sts.amazonaws.com") == 7200)
    #expect(offset(.http, "127.0.0.1") == 7200)
    #expect(offset(.http, "sts.amazonaws.com") == nil)
  }

  @Test(arguments: ["ExpiredToken", "ExpiredTokenException"])
  func `an expired token is replaced once and the call goes on`(code: String) async throws {
    try await Fixture.with([.refusal(code, status: 403), .organization]) { server, fixture in
      let organization = try await Organizations(fixture.connection).describeOrganization()
      #expect(organization.id == "o-exampleorgid")
      #expect(fixture.refused.all == ["KEY1"])
      #expect(server.requests.map { $0["x-amz-security-token"] } == ["token 1", "token 2"])
      #expect(fixture.time.sleeps.isEmpty)
    }
  }

  @Test func `a token that expires again means signing in again`() async throws {
    let answers: [Answer] = [.refusal("ExpiredTokenException"), .refusal("ExpiredTokenException"), .organization]
    try await Fixture.with(answers) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      #expect(server.requests.count == 2)
      #expect(error?.isSignInProblem == true)
      #expect(error?.nextStep == "sign in again: rolecall login, or aws sso login")
    }
  }

  @Test func `the start of these tests is when their dates say`() throws {
    #expect(HTTPDate.parse("Tue, 24 Nov 2026 06:00:00 GMT") == Self.start)
  }

  @Test(arguments: [
    "", "Tue, 24 Nov 2026 06:00 GMT", "Tue, 24 Foo 2026 06:00:00 GMT", "Tue, 24 Nov 2026 06:00:00 CET",
    "2026-11-24T06:00:00Z",
  ])
  func `what is no HTTP date is none`(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }
}

extension HTTPDate {
  /// `date` as a server writes it; whole minutes of 24 November 2026.
  fileprivate static func text(_ date: Date) -> String {
    let stamp = Signer.stamp(date)
    let time = stamp.dropFirst(9).prefix(6)
    return "Tue, 24 Nov 2026 \(time.prefix(2)):\(time.dropFirst(2).prefix(2)):\(time.suffix(2)) GMT"
  }
}
