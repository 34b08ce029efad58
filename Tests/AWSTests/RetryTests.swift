import FoundationEssentials
import TestSupport
import Testing
import Transport

@testable import AWS

struct RetryTests {
  typealias Answer = ScriptedServer.Answer

  @Test(arguments: [
    "TooManyRequestsException", "Throttling", "ThrottlingException", "com.amazonaws#RequestLimitExceeded", "SlowDown",
    "ConcurrentModificationException", "ServiceException",
  ])
  func `a service that asks for patience gets it`(code: String) async throws {
    try await Fixture.with([.refusal(code), .refusal(code), .organization]) { server, fixture in
      let organization = try await Organizations(fixture.connection).describeOrganization()
      #expect(organization.id == "o-exampleorgid")
      #expect(server.requests.count == 3)
      let isThrottle = ServiceError.Code(rawValue: String(code.split(separator: "#").last ?? "")).isThrottle
      #expect(
        fixture.time.sleeps == (isThrottle ? [.seconds(1), .seconds(2)] : [.milliseconds(50), .milliseconds(100)])
      )
    }
  }

  @Test func `each attempt is signed anew, at its own time`() async throws {
    let wait = ["x-amz-retry-after: 3000"]
    try await Fixture.with([.refusal("Throttling", headers: wait), .organization]) { server, fixture in
      _ = try await Organizations(fixture.connection).describeOrganization()
      let stamps = server.requests.compactMap { $0["x-amz-date"] }
      #expect(stamps.count == 2)
      #expect(Set(stamps).count == 2)
      #expect(Set(server.requests.compactMap { $0["authorization"] }).count == 2)
      #expect(fixture.time.sleeps == [.seconds(3)])
    }
  }

  static let faults: [Answer] = [
    .refusal("InternalFailure", status: 500), Answer(503, headers: ["Content-Type: text/html"], body: "<html>busy"),
    .json(#"{"Organization":{"Id":"o-exampleorgid"}}"#).cut(after: 9), .refusal("Unheard", status: 502),
    .refusal("Whatever", status: 429), .json("", status: 504),
  ]

  @Test(arguments: faults.indices)
  func `a fault on the way is tried again`(index: Int) async throws {
    try await Fixture.with([Self.faults[index], .organization]) { server, fixture in
      let organization = try await Organizations(fixture.connection).describeOrganization()
      #expect(organization.id == "o-exampleorgid")
      #expect(server.requests.count == 2)
    }
  }

  @Test func `after eight attempts the last refusal is told`() async throws {
    let answers = [Answer](repeating: .refusal("TooManyRequestsException", "slow down"), count: 9)
    try await Fixture.with(answers) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await Organizations(fixture.connection).describeOrganization()
      }
      #expect(server.requests.count == 8)
      #expect(fixture.time.sleeps == [1, 2, 4, 8, 16, 20, 20].map(Duration.seconds))
      #expect(error?.isThrottle == true)
      #expect(
        error?.sentence == "Organizations refused DescribeOrganization: slow down (TooManyRequestsException)"
      )
      #expect(error?.nextStep == "other tools share this account's rate: wait, and fewer of them")
    }
  }

  @Test(arguments: ["LimitExceededException", "AccessDeniedException", "ValidationError", "SomethingNew"])
  func `a refusal that no wait mends is told at once`(code: String) async throws {
    try await Fixture.with([.refusal(code), .organization]) { server, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await SecretsManager(fixture.connection).describeSecret("x")
      }
      #expect(server.requests.count == 1)
      #expect(error?.code?.rawValue == code)
    }
  }

  @Test func `where nothing listens three attempts are enough`() async throws {
    let port = try await withScriptedServer([]) { $0.port }
    let sender = HTTPSender()
    let fixture = Fixture("http://127.0.0.1:\(port)", sender: sender)
    let error = await #expect(throws: AWSError.self) {
      try await Organizations(fixture.connection).describeOrganization()
    }
    try await sender.shutdown()
    #expect(fixture.time.sleeps.count == 2)
    #expect(error?.sentence.contains("127.0.0.1 cannot be reached") == true, "\(error?.sentence ?? "")")
  }

  @Test func `a cancelled call says so`() async throws {
    try await Fixture.with([.organization]) { _, fixture in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await SecretsManager(fixture.connection).describeSecret("x")
      }
      let error = await #expect(throws: AWSError.self) { try await task.value }
      #expect(error?.isCancellation == true)
    }
  }
}

extension ScriptedServer.Answer {
  func cut(after count: Int) -> Self {
    var answer = self
    answer.cut = count
    return answer
  }
}
