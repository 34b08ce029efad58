import Functions
import Sandbox
import TestSupport
import Testing

struct FunctionProgramTests {
  @Test func `an environment without a runtime API ends with a status`() async {
    #expect(await FunctionProgram(FunctionEnvironment(variables: [:]) { _ in }).run() == 1)
  }

  @Test func `a runtime API that is gone ends the environment quietly`() async throws {
    let port = try ClosedPort()
    let surroundings = Surroundings()
    let environment = FunctionEnvironment(
      variables: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port.number)", "_HANDLER": "external-id"]
    ) { _ in Issue.record("a line in the log") }
    #expect(await FunctionProgram(environment).run() == 0)
    #expect(surroundings.lines.isEmpty)
  }

  @Test func `an environment that is cancelled ends quietly`() async throws {
    let status = try await withRawServer { _, _ in
      []
    } _: { server in
      let environment = FunctionEnvironment(
        variables: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)", "_HANDLER": "external-id"]
      ) { _ in Issue.record("a line in the log") }
      let program = Task { await FunctionProgram(environment).run() }
      program.cancel()
      return try await withTimeout { await program.value }
    }
    #expect(status == 0)
  }

  @Test(arguments: ["", "no-such", "External-Id"])
  func `an unknown handler is an error of the start`(handler: String) async throws {
    let surroundings = Surroundings()
    #expect(try await surroundings.runProgram(handler) == 1)
    let report = try #require(surroundings.requests.first)
    #expect(report.path == "/2018-06-01/runtime/init/error")
    #expect(report.header("Lambda-Runtime-Function-Error-Type") == "Runtime.NoSuchHandler")
    #expect(
      String(decoding: report.body, as: UTF8.self)
        .contains(#""errorMessage":"_HANDLER names none of external-id, configurator, rotation""#)
    )
  }

  @Test func `an attempt's id is repeated when it was sent, and only then`() async throws {
    let surroundings = Surroundings([
      .externalID(), Surroundings.Event(body: "{}", attempt: "attempt-2"),
      Surroundings.Event(body: "{}", alias: "ops", attempt: "attempt-3"),
    ])
    #expect(try await surroundings.runProgram() == 1)
    let posts = surroundings.requests.filter { $0.method == "POST" }
    #expect(
      posts.map(\.path) == [
        "/2018-06-01/runtime/invocation/request-1/response", "/2018-06-01/runtime/invocation/request-2/response",
        "/2018-06-01/runtime/invocation/request-3/error",
      ]
    )
    #expect(posts.map { $0.header("Lambda-Runtime-Invocation-Id") } == [nil, "attempt-2", "attempt-3"])
  }

  @Test(arguments: [400, 403, 410])
  func `an answer that is not taken is logged, and the loop goes on`(status: Int) async throws {
    let surroundings = Surroundings(
      [Surroundings.Event(body: "{}"), Surroundings.Event(body: "{}")],
      answers: [status]
    )
    #expect(try await surroundings.runProgram() == 1)
    #expect(surroundings.outcomes == ["response null", "response null"])
    #expect(
      try surroundings.log() == ["admission refused", "answer failed", "admission refused", "environment failed"]
    )
  }

  @Test func `an answer too large for Lambda becomes an error`() async throws {
    let surroundings = Surroundings([Surroundings.Event(body: "{}")], answers: [413])
    #expect(try await surroundings.runProgram() == 1)
    #expect(surroundings.outcomes.map { $0.prefix(5) } == ["respo", "error"])
  }

  @Test func `a runtime API beyond repair ends the environment`() async throws {
    let surroundings = Surroundings([.externalID(), .externalID()], answers: [500])
    #expect(try await surroundings.runProgram() == 1)
    #expect(surroundings.outcomes == ["response null"])
    #expect(try surroundings.log().last == "environment failed")
  }

  @Test func `rotation says that it is not there yet`() async throws {
    let surroundings = Surroundings([Surroundings.Event(body: #"{"Step":"createSecret"}"#, alias: nil)])
    _ = try await surroundings.runProgram("rotation")
    let outcome = try #require(surroundings.outcomes.first)
    #expect(outcome.contains("this release does not rotate the credential by function yet"))
  }
}
