import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A guest: a process that only knows `AWS_LAMBDA_RUNTIME_API`.
struct RuntimeAPITests {
  private struct Guest: Sendable {
    let base: String

    init(_ sandbox: SandboxServer, _ function: String = "worker") async throws {
      let variables = try await sandbox.world.welcome(guestFor: function)
      base = "http://\(variables["AWS_LAMBDA_RUNTIME_API"] ?? "")/2018-06-01/runtime"
    }

    func next() async throws -> RuntimeProbe.Answer { try await RuntimeProbe.send("GET", "\(base)/invocation/next") }

    func answer(
      _ event: RuntimeProbe.Answer,
      _ body: [UInt8] = Array("{}".utf8),
      path: String = "response",
      attempt: String?? = .none
    ) async throws -> Int {
      let id = event.header("Lambda-Runtime-Aws-Request-Id") ?? ""
      let own = event.header("Lambda-Runtime-Invocation-Id")
      let attempt = attempt ?? own
      let headers = attempt.map { [("Lambda-Runtime-Invocation-Id", $0)] } ?? []
      return try await RuntimeProbe.send("POST", "\(base)/invocation/\(id)/\(path)", body, headers: headers).status
    }
  }

  @Test func `whoever polls is handed the event, and its answer reaches the caller`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction(timeout: 60)
      let guest = try await Guest(sandbox)
      async let caller = probe.invoke("worker", #"{"a":1}"#)
      let event = try await guest.next()
      #expect(event.text == #"{"a":1}"#)
      #expect(event.header("Content-Type") == "application/json")
      let deadline = Int(probe.world.clock.now.timeIntervalSince1970 * 1_000) + 60_000
      #expect(event.header("Lambda-Runtime-Deadline-Ms") == "\(deadline)")
      #expect(
        event.header("Lambda-Runtime-Invoked-Function-Arn")
          == "arn:aws:lambda:eu-west-1:\(probe.world.backupAccount):function:worker"
      )
      #expect(event.header("Lambda-Runtime-Trace-Id")?.hasPrefix("Root=1-") == true)
      #expect(event.header("Lambda-Runtime-Invocation-Id") != event.header("Lambda-Runtime-Aws-Request-Id"))
      #expect(try await guest.answer(event, Array(#"{"b":2}"#.utf8)) == 202)
      #expect(await caller.text == #"{"b":2}"#)
    }
  }

  @Test func `an answer needs a request that is open, and its own attempt if it names one`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction()
      let guest = try await Guest(sandbox)
      async let caller = probe.invoke()
      let event = try await guest.next()
      #expect(try await RuntimeProbe.send("POST", "\(guest.base)/invocation/none/response").status == 400)
      #expect(try await guest.answer(event, attempt: .some("another")) == 400)
      #expect(try await guest.answer(event, attempt: .some(nil)) == 202)
      #expect(try await guest.answer(event) == 400)
      #expect(await caller.status == 200)
    }
  }

  @Test func `an error is the caller's to see`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction()
      let guest = try await Guest(sandbox)
      async let caller = probe.invoke()
      let event = try await guest.next()
      #expect(try await guest.answer(event, Array(#"{"errorType":"E"}"#.utf8), path: "error") == 202)
      #expect(await caller.header("X-Amz-Function-Error") == "Unhandled")
      #expect(await caller.text == #"{"errorType":"E"}"#)
    }
  }

  @Test func `an answer above six megabytes is refused and fails the event`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction()
      let guest = try await Guest(sandbox)
      async let caller = probe.invoke()
      let event = try await guest.next()
      #expect(try await guest.answer(event, [UInt8](repeating: 48, count: 6_291_557)) == 413)
      #expect(try await caller.json()["errorType"] as? String == "Function.ResponseSizeTooLarge")
    }
  }

  @Test func `an answer after the time was up is too late`() async throws {
    // Real time: a guest has its own.
    let options = SandboxOptions(scenario: .healthy, accounts: 20)
    try await withSandbox(options) { sandbox in
      let probe = await EndpointProbe(options, world: sandbox.world)
      try await probe.makeFunction(timeout: 1)
      let guest = try await Guest(sandbox)
      async let caller = probe.invoke()
      let event = try await guest.next()
      #expect(await caller.text.contains("Task timed out after 1.00 seconds"))
      #expect(try await guest.answer(event) == 410)
      #expect(try await guest.answer(event, attempt: .some(nil)) == 410)
    }
  }

  @Test func `an event waits for the guest that comes`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction()
      #expect(await probe.invoke("worker", #"{"n":1}"#, type: "Event").status == 202)
      let guest = try await Guest(sandbox)
      let event = try await guest.next()
      #expect(event.text == #"{"n":1}"#)
      #expect(try await guest.answer(event) == 202)
      await sandbox.world.settle()
    }
  }

  @Test func `a client that leaves takes no event with it`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction()
      let guest = try await Guest(sandbox)
      let impatient = Task { try await guest.next() }
      await sandbox.world.executions.waitForPoll()
      impatient.cancel()
      _ = await impatient.result
      await sandbox.world.executions.waitForNoPoll()
      async let caller = probe.invoke()
      let event = try await guest.next()
      #expect(try await guest.answer(event) == 202)
      #expect(await caller.status == 200)
    }
  }

  @Test func `the sandbox tells a guest what its environment must hold`() async throws {
    try await withLambda(nil) { probe, sandbox in
      try await probe.makeFunction("worker", #", "Environment": {"Variables": {"APPLIANCE_HOST": "10.0.0.1"}}"#)
      let url = "\(sandbox.awsURL)/sandbox/function-environment?function=worker"
      let answer = try await RuntimeProbe.send("GET", url)
      let variables = try #require(WireJSON(Array(answer.text.utf8))?.object)
      #expect(variables["APPLIANCE_HOST"] == "10.0.0.1")
      #expect(variables["_HANDLER"] == "worker")
      #expect(variables["AWS_LAMBDA_FUNCTION_NAME"] == "worker")
      #expect(variables["AWS_ENDPOINT_URL"]?.string == sandbox.awsURL)
      #expect(variables["PARAMETERS_SECRETS_EXTENSION_HTTP_PORT"] == nil)
      #expect(try await RuntimeProbe.send("GET", "\(url)s").status == 404)
    }
  }
}

extension Executions {
  /// Until somebody polls, or nobody does; the tests' own time limit holds.
  fileprivate func waitForPoll() async { while !isPolled { await Task.yield() } }

  fileprivate func waitForNoPoll() async { while isPolled { await Task.yield() } }

  private var isPolled: Bool { environments.values.contains { !$0.polls.isEmpty } }
}
