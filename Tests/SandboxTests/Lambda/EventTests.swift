import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sandbox

struct EventTests {
  /// What an event's attempts saw: the time since the first, the request and the attempt.
  private final class Notes: Sendable {
    private let seen = Mutex<[(Date, String, String)]>([])

    func add(_ event: ScriptedFunction.Event) {
      seen.withLock { $0.append((event.environment.clock.now, event.requestID, event.invocationID)) }
    }

    var seconds: [Double] { seen.withLock { seen in seen.map { $0.0.timeIntervalSince(seen[0].0) } } }
    var requests: Set<String> { seen.withLock { Set($0.map(\.1)) } }
    var attempts: Set<String> { seen.withLock { Set($0.map(\.2)) } }
  }

  private func send(_ function: ScriptedFunction, _ lambda: LambdaOptions = LambdaOptions()) async throws {
    try await withLambda(function, lambda) { probe, sandbox in
      try await probe.makeFunction()
      #expect(await probe.invoke("worker", "{}", type: "Event").status == 202)
      await sandbox.world.settle()
    }
  }

  @Test func `a failed event comes again after one minute and after two more`() async throws {
    let notes = Notes()
    try await send(
      ScriptedFunction { event in
        notes.add(event)
        return .failure(type: "Broken")
      }
    )
    #expect(notes.seconds == [0, 60, 180])
    #expect(notes.requests.count == 1)
    #expect(notes.attempts.count == 3)
  }

  @Test func `a killed environment is a failure, and the event comes again`() async throws {
    let notes = Notes()
    try await send(
      ScriptedFunction { event in
        notes.add(event)
        return notes.attempts.count == 1 ? .crash : .answer("{}")
      }
    )
    #expect(notes.seconds == [0, 60])
  }

  @Test func `an event may be delivered twice although all went well`() async throws {
    let notes = Notes()
    var options = LambdaOptions()
    options.duplicatedEvents = 1
    try await send(
      ScriptedFunction { event in
        notes.add(event)
        return .answer("{}")
      },
      options
    )
    #expect(notes.seconds == [0, 0])
    #expect(notes.requests.count == 1)
    #expect(notes.attempts.count == 2)
  }

  @Test func `an event waits for concurrency only so long`() async throws {
    let notes = Notes()
    let function = ScriptedFunction { event in
      notes.add(event)
      try await event.environment.clock.sleep(for: .seconds(50))
      return .answer("{}")
    }
    try await withLambda(function) { probe, sandbox in
      try await probe.makeFunction(timeout: 60)
      let path = "/2015-03-31/functions/worker"
      let reserve = #"{"ReservedConcurrentExecutions":1}"#
      _ = await probe.lambda("PUT", "/2017-10-31/functions/worker/concurrency", reserve)
      let settings = await probe.lambda(
        "PUT",
        "/2019-09-25/functions/worker/event-invoke-config",
        #"{"MaximumEventAgeInSeconds":120,"MaximumRetryAttempts":0}"#
      )
      #expect(settings.status == 200)
      await probe.world.clock.work {
        for _ in 0..<5 {
          _ = await probe.lambda("POST", "\(path)/invocations", headers: [("X-Amz-Invocation-Type", "Event")])
        }
      }
      await sandbox.world.settle()
    }
    // The others were too old when their turn would have come.
    #expect(notes.seconds == [0, 50, 100])
  }

  @Test func `an idle function fails its first call, and an event wakes it`() async throws {
    let notes = Notes()
    let function = ScriptedFunction { event in
      notes.add(event)
      return .answer("{}")
    }
    try await withLambda(function) { probe, sandbox in
      let site = try #require(await probe.world.perform { state, _ in state.site })
      try await probe.makeFunction(
        "worker",
        #", "VpcConfig": {"SubnetIds": ["\#(site.subnets[0])"], "SecurityGroupIds": ["\#(site.securityGroup)"]}"#
      )
      let clock = probe.world.clock
      func rest() async throws { try await clock.work { try await clock.sleep(for: .seconds(14 * 86_400)) } }
      func state() async throws -> String? {
        try await probe.lambda("GET", "/2015-03-31/functions/worker/configuration").json()["State"] as? String
      }
      try await rest()
      #expect(try await state() == "Inactive")
      let refused = await probe.invoke()
      #expect(refused.status == 409)
      #expect(try refused.message()?.hasSuffix("following state: Inactive") == true)
      #expect(try await state() == "Pending")
      try await clock.work { try await clock.sleep(for: .seconds(3)) }
      #expect(await probe.invoke().status == 200)
      try await rest()
      #expect(await probe.invoke("worker", "{}", type: "Event").status == 202)
      await sandbox.world.settle()
      #expect(notes.requests.count == 2)
    }
  }
}
