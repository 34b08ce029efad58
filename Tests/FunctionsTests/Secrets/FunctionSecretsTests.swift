import Sandbox
import TestSupport
import Testing

@testable import Functions

struct FunctionSecretsTests {
  private struct Credential: Decodable, Sendable, Equatable {
    let username: String
  }

  private static let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rolecall-portal-AbCdEf"

  private static func secret(_ user: String, version: String = "v-1") -> LoopbackReply {
    .json(
      #"{"ARN":"a","Name":"n","VersionId":"\#(version)","CreatedDate":1.5,"SecretString":"{\"username\":\"\#(user)\"}"}"#
    )
  }

  private static func read(
    _ surroundings: Surroundings,
    _ selector: SecretSelector = .current,
    isFresh: Bool = false
  ) async throws -> SecretVersion<Credential> {
    try await surroundings.run { environment in
      try await FunctionContext(environment).secrets.read(arn, selector, as: Credential.self, isFresh: isFresh)
    }
  }

  @Test(arguments: [
    (SecretSelector.current, "versionStage", "AWSCURRENT"), (.pending, "versionStage", "AWSPENDING"),
    (.version("v/1"), "versionId", "v/1"),
  ])
  func `the extension is asked for the version, with the session's token`(
    selector: SecretSelector,
    parameter: String,
    value: String
  ) async throws {
    let surroundings = Surroundings(extension: [Self.secret("portal")])
    let found = try await Self.read(surroundings, selector)
    #expect(found.id == "v-1")
    #expect(found.value == Credential(username: "portal"))
    #expect(surroundings.requests.count == 1)
    let request = try #require(surroundings.requests.first)
    #expect(request.header("X-Aws-Parameters-Secrets-Token") == "session/token")
    #expect(request.queryValue("secretId") == Self.arn)
    #expect(request.queryValue(parameter) == value)
  }

  @Test(arguments: [400, 500, 503])
  func `an extension that is not ready is asked three times in all`(status: Int) async throws {
    let surroundings = Surroundings(extension: [
      .text("not ready to serve traffic, please wait", status: status), .text("", status: status),
      Self.secret("portal"),
    ])
    #expect(try await Self.read(surroundings).value.username == "portal")
    #expect(surroundings.time.sleeps == [.milliseconds(50), .milliseconds(200)])
  }

  @Test(arguments: [([400, 400, 400], 3), ([401], 1), ([403], 1), ([404], 1), ([500, 500, 500], 3)])
  func `Secrets Manager itself is asked when the extension does not answer`(
    statuses: [Int],
    asked: Int
  ) async throws {
    let surroundings = Surroundings(
      extension: statuses.map { .text("no", status: $0) },
      service: [Self.secret("direct")]
    )
    #expect(try await Self.read(surroundings).value.username == "direct")
    #expect(surroundings.requests.filter { $0.path == "/secretsmanager/get" }.count == asked)
    let call = try #require(surroundings.requests.last)
    #expect(call.header("X-Amz-Target") == "secretsmanager.GetSecretValue")
    #expect(call.header("X-Amz-Security-Token") == "session/token")
    #expect(call.header("Authorization")?.contains("/eu-west-1/secretsmanager/aws4_request") == true)
  }

  @Test func `a fresh reading goes past the extension`() async throws {
    let surroundings = Surroundings(extension: [Self.secret("stale")], service: [Self.secret("fresh", version: "v-2")])
    let found = try await Self.read(surroundings, isFresh: true)
    #expect(found.id == "v-2")
    #expect(found.value.username == "fresh")
    #expect(surroundings.requests.map(\.path) == ["/"])
  }

  @Test func `a version that is gone is told apart from one that cannot be read`() async throws {
    let gone = Surroundings(service: [
      .json(#"{"__type":"ResourceNotFoundException","Message":"no version"}"#, status: 400)
    ])
    let error = try await #require(throws: SecretFault.self) { try await Self.read(gone, isFresh: true) }
    guard case .gone = error else { return #expect(Bool(false), "\(error.sentence)") }
    let denied = Surroundings(service: [
      .json(#"{"__type":"AccessDeniedException","Message":"not authorized"}"#, status: 400)
    ])
    let denial = try await #require(throws: SecretFault.self) { try await Self.read(denied, isFresh: true) }
    #expect(denial.sentence.hasPrefix("the secret cannot be read: "))
  }

  @Test(arguments: [#""not JSON""#, #""{\"user\":\"x\"}""#, "null"])
  func `a secret of another form is not repeated in the error`(content: String) async throws {
    let reply = LoopbackReply.json(#"{"ARN":"a","Name":"n","VersionId":"v","SecretString":\#(content)}"#)
    let surroundings = Surroundings(extension: [reply])
    let error = try await #require(throws: SecretFault.self) { try await Self.read(surroundings) }
    #expect(error.sentence.hasPrefix("the secret is not of the form that it needs"))
    #expect(!error.sentence.contains("JSON\\") && !error.sentence.contains("user"))
  }
}
