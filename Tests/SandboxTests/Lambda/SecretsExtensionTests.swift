import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sandbox

struct SecretsExtensionTests {
  private static let layer =
    #""Layers": ["arn:aws:lambda:eu-west-1:015030872274:layer:AWS-Parameters-and-Secrets-Lambda-Extension:101"]"#

  /// Reads the secret as a function does.
  private static func get(
    _ event: ScriptedFunction.Event,
    _ query: String = "secretId=veeam-console-reader",
    token: String? = nil
  ) async throws -> RuntimeProbe.Answer {
    let variables = event.environment.variables
    let port = variables["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] ?? ""
    let token = token ?? variables["AWS_SESSION_TOKEN"] ?? ""
    return try await RuntimeProbe.send(
      "GET",
      "http://localhost:\(port)/secretsmanager/get?\(query)",
      headers: token.isEmpty ? [] : [("X-Aws-Parameters-Secrets-Token", token)]
    )
  }

  /// What `code` says, run as a function with the extension.
  private func run(
    _ lambda: LambdaOptions = LambdaOptions(),
    faults: [Fault] = [],
    more: String = "",
    times: Int = 1,
    _ code: @escaping @Sendable (ScriptedFunction.Event, EndpointProbe?) async throws -> String
  ) async throws -> [String] {
    let shared = Mutex<EndpointProbe?>(nil)
    let function = ScriptedFunction { event in
      let probe = shared.withLock { $0 }
      return .answer(WireJSON.string(try await code(event, probe)).text)
    }
    return try await withLambda(function, lambda, faults: faults) { probe, _ in
      shared.withLock { $0 = probe }
      try await probe.makeFunction("worker", ", \(Self.layer)\(more)", timeout: 900)
      var answers: [String] = []
      for _ in 0..<times { answers.append(WireJSON(Array(await probe.invoke().text.utf8))?.string ?? "") }
      return answers
    }
  }

  @Test func `a secret comes as Secrets Manager has it`() async throws {
    let bodies = try await run { event, _ in try await Self.get(event).text }
    let secret = try #require(WireJSON(Array(bodies[0].utf8)))
    #expect(secret["Name"] == "veeam-console-reader")
    #expect(secret["SecretString"]?.string?.contains(#""username":"console-reader""#) == true)
    #expect(secret["VersionStages"] == ["AWSCURRENT"])
  }

  @Test(arguments: [
    ("secretId=nothing", nil, 404), ("", nil, 400), ("secretId=x", "wrong", 401), ("secretId=x", "", 401),
  ])
  func `what is wrong is refused`(query: String, token: String?, status: Int) async throws {
    let answers = try await run { event, _ in "\(try await Self.get(event, query, token: token).status)" }
    #expect(answers == ["\(status)"])
  }

  @Test func `it is not ready at once when it is cold`() async throws {
    var options = LambdaOptions()
    options.coldSecretRequests = 2
    let answers = try await run(options) { event, _ in
      let answers = [try await Self.get(event), try await Self.get(event), try await Self.get(event)]
      return answers.map { "\($0.status)" }.joined(separator: " ") + " " + answers[0].text
    }
    #expect(answers == ["400 400 200 not ready to serve traffic, please wait"])
  }

  @Test(arguments: [
    ("", 299.0, "old"), ("", 300, "new"), (#", "Environment":{"Variables":{"SECRETS_MANAGER_TTL":"0"}}"#, 0, "new"),
  ])
  func `a changed secret is stale until its time to live is over`(
    more: String,
    seconds: Double,
    expected: String
  ) async throws {
    let answers = try await run(more: more) { event, probe in
      let first = try await Self.get(event).text
      await probe?.world.perform { state, now in
        state.secrets[0].versions.append(.init(id: "next", value: "new", stages: [], createdAt: now))
        state.secrets[0].move("AWSCURRENT", to: "next")
      }
      try await event.environment.clock.sleep(for: .seconds(seconds))
      let second = try await Self.get(event).text
      return second == first ? "old" : "new"
    }
    #expect(answers == [expected])
  }

  @Test func `nothing is given out while no event is worked on`() async throws {
    let kept = Mutex<ScriptedFunction.Event?>(nil)
    let function = ScriptedFunction { event in
      kept.withLock { $0 = event }
      return .answer("{}")
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction("worker", ", \(Self.layer)")
      #expect(await probe.invoke().status == 200)
      let event = try #require(kept.withLock { $0 })
      #expect(try await Self.get(event).status == 400)
    }
  }

  @Test func `a failure of Secrets Manager passes through`() async throws {
    let fault = Fault(service: "secretsmanager", operation: "GetSecretValue", kind: .internalError)
    let answers = try await run(faults: [fault]) { event, _ in "\(try await Self.get(event).status)" }
    #expect(answers == ["500"])
  }
}
