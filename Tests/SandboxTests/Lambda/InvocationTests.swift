import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sandbox

struct InvocationTests {
  @Test func `an answer comes back with its version and the end of its log`() async throws {
    let function = ScriptedFunction { event in
      event.environment.log("got \(event.body)")
      return .answer(#"{"arn":"\#(event.arn)"}"#)
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction()
      let answer = await probe.invoke("worker", #"{"a":1}"#)
      #expect(answer.status == 200)
      #expect(
        try answer.json()["arn"] as? String == "arn:aws:lambda:eu-west-1:\(probe.world.backupAccount):function:worker"
      )
      #expect(answer.header("X-Amz-Executed-Version") == "$LATEST")
      #expect(answer.header("X-Amz-Function-Error") == nil)
      let log = answer.logTail
      #expect(log.count == 4)
      #expect(log.first?.hasPrefix("START RequestId: ") == true)
      #expect(log.dropFirst().first == #"got {"a":1}"#)
      #expect(log.last?.hasPrefix("REPORT RequestId: ") == true)
      #expect(await probe.log("/aws/lambda/worker") == log)
    }
  }

  @Test(arguments: [
    (ScriptedFunction.Outcome.failure(type: "Broken"), "Broken", "it broke"),
    (.crash, "Runtime.ExitError", "Runtime exited without providing a reason"),
  ])
  func `a failure of the code is an answer with a mark`(
    outcome: ScriptedFunction.Outcome,
    type: String,
    words: String
  ) async throws {
    try await withLambda(ScriptedFunction { _ in outcome }) { probe, _ in
      try await probe.makeFunction()
      let answer = await probe.invoke()
      #expect(answer.status == 200)
      #expect(answer.header("X-Amz-Function-Error") == "Unhandled")
      let error = try answer.json()
      #expect(error["errorType"] as? String == type)
      #expect((error["errorMessage"] as? String)?.contains(words) == true)
    }
  }

  @Test func `an environment that does not come up fails the event`() async throws {
    try await withLambda(ScriptedFunction(initialize: { false }) { _ in .answer("{}") }) { probe, _ in
      try await probe.makeFunction()
      let answer = await probe.invoke()
      #expect(answer.header("X-Amz-Function-Error") == "Unhandled")
      #expect(try answer.json()["errorMessage"] as? String == "no way")
    }
  }

  @Test func `a function that takes too long is ended, and the next event gets a new environment`() async throws {
    let slow = Mutex(true)
    let function = ScriptedFunction { event in
      if slow.withLock({ $0 }) { try await event.environment.clock.sleep(for: .seconds(3_600)) }
      return .answer(#"{"deadline":\#(event.deadline.timeIntervalSince1970)}"#)
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction(timeout: 600)
      let start = probe.world.clock.now
      let answer = await probe.invoke()
      #expect(probe.world.clock.now == start.addingTimeInterval(600))
      #expect((try answer.json()["errorMessage"] as? String)?.hasSuffix("Task timed out after 600.00 seconds") == true)
      #expect(answer.logTail.last?.hasSuffix("Status: timeout") == true)
      slow.withLock { $0 = false }
      let second = try await probe.invoke().json()["deadline"] as? Double
      #expect(second == probe.world.clock.now.timeIntervalSince1970 + 600)
      #expect(function.environments.withLock { $0.started } == 2)
    }
  }

  @Test func `environments are used again, and never outnumber the reservation`() async throws {
    let function = ScriptedFunction { event in
      try await event.environment.clock.sleep(for: .seconds(10))
      return .answer("{}")
    }
    try await withLambda(function) { probe, sandbox in
      try await probe.makeFunction()
      _ = await probe.lambda(
        "PUT",
        "/2017-10-31/functions/worker/concurrency",
        #"{"ReservedConcurrentExecutions":3}"#
      )
      let start = probe.world.clock.now
      // All at once: the first does not start before the last is there.
      await probe.world.clock.work {
        for _ in 0..<12 { #expect(await probe.invoke("worker", "{}", type: "Event").status == 202) }
      }
      await sandbox.world.settle()
      #expect(probe.world.clock.now == start.addingTimeInterval(40))
      #expect(function.environments.withLock { ($0.started, $0.most) } == (3, 3))
    }
  }

  @Test func `a call above the reservation is refused`() async throws {
    let function = ScriptedFunction { event in
      try await event.environment.clock.sleep(for: .seconds(10))
      return .answer("{}")
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction()
      let reserve = #"{"ReservedConcurrentExecutions":1}"#
      _ = await probe.lambda("PUT", "/2017-10-31/functions/worker/concurrency", reserve)
      let statuses = await withTaskGroup(of: Int.self) { group in
        probe.world.clock.begin()
        for _ in 0..<3 { group.addTask { await probe.invoke().status } }
        let first = await group.next() ?? 0
        let second = await group.next() ?? 0
        probe.world.clock.end()
        return [first, second, await group.next() ?? 0]
      }
      #expect(statuses == [429, 429, 200])
    }
  }

  @Test func `a member of another account needs the function's policy`() async throws {
    try await withLambda(ScriptedFunction { .answer(#"{"arn":"\#($0.arn)"}"#) }) { probe, _ in
      try await probe.makeFunction()
      _ = await probe.lambda("POST", "/2015-03-31/functions/worker/versions")
      _ = await probe.lambda(
        "POST",
        "/2015-03-31/functions/worker/aliases",
        #"{"Name":"cfn","FunctionVersion":"1"}"#
      )
      let organization = await probe.world.perform { state, _ in state.organization?.id ?? "" }
      let permission = #"{"StatementId":"organization","Action":"lambda:InvokeFunction","Principal":"*""#
      _ = await probe.lambda(
        "POST",
        "/2015-03-31/functions/worker/policy?Qualifier=cfn",
        permission + #","PrincipalOrgID":"\#(organization)"}"#
      )
      let arn = "arn%3Aaws%3Alambda%3Aeu-west-1%3A\(probe.world.backupAccount)%3Afunction%3Aworker"
      let refused = await probe.invoke(arn, as: probe.keys.member)
      #expect(refused.status == 403)
      #expect(try refused.message()?.contains("no resource-based policy allows") == true)
      let allowed = await probe.invoke("\(arn)%3Acfn", as: probe.keys.member)
      #expect(
        try allowed.json()["arn"] as? String
          == "arn:aws:lambda:eu-west-1:\(probe.world.backupAccount):function:worker:cfn"
      )
    }
  }

  @Test func `an alias sees a change only when it moves to a new version`() async throws {
    let function = ScriptedFunction { .answer(#"{"pin":"\#($0.environment.variables["PIN"] ?? "")"}"#) }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction("worker", #", "Environment": {"Variables": {"PIN": "old"}}"#)
      let path = "/2015-03-31/functions/worker"
      _ = await probe.lambda("POST", "\(path)/versions")
      _ = await probe.lambda("POST", "\(path)/aliases", #"{"Name":"cfn","FunctionVersion":"1"}"#)
      let change = #"{"Environment":{"Variables":{"PIN":"new"}}}"#
      #expect(await probe.lambda("PUT", "\(path)/configuration", change).status == 200)
      func pin(_ name: String) async throws -> String? { try await probe.invoke(name).json()["pin"] as? String }
      #expect(try await pin("worker") == "new")
      #expect(try await pin("worker:cfn") == "old")
      try await probe.world.clock.work { try await probe.world.clock.sleep(for: .seconds(3)) }
      let version = try await probe.lambda("POST", "\(path)/versions").json()["Version"] as? String
      #expect(version == "2")
      #expect(try await pin("worker:cfn") == "old")
      _ = await probe.lambda("PUT", "\(path)/aliases/cfn", #"{"FunctionVersion":"2"}"#)
      #expect(try await pin("worker:cfn") == "new")
      #expect(try await pin("worker:1") == "old")
    }
  }
}
