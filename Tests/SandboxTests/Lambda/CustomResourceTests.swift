import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Sandbox

struct CustomResourceTests {
  /// What a function saw, and a way to answer.
  private struct Asked: Sendable {
    let event: WireJSON

    init(_ event: ScriptedFunction.Event) { self.event = WireJSON(Array(event.body.utf8)) ?? .null }

    func text(_ name: String) -> String { event[name]?.string ?? "" }

    /// The document that answers, with `changes` put over it.
    func document(_ changes: [String: WireJSON] = [:]) -> WireJSON {
      var document: [String: WireJSON] = [
        "Status": "SUCCESS", "PhysicalResourceId": "thing-1", "StackId": .string(text("StackId")),
        "RequestId": .string(text("RequestId")), "LogicalResourceId": .string(text("LogicalResourceId")),
      ]
      document.merge(changes) { $1 }
      return .object(document)
    }

    @discardableResult
    func put(_ body: [UInt8], type: String = "") async throws -> Int {
      try await RuntimeProbe.send("PUT", text("ResponseURL"), body, headers: [("Content-Type", type)]).status
    }
  }

  private let kind = CustomResourceKind()

  private func request(
    _ probe: EndpointProbe,
    account: String? = nil,
    _ properties: TemplateObject = [:],
    function: String = "worker"
  ) -> ResourceRequest {
    var all = properties
    let backup = probe.world.backupAccount
    all["ServiceToken"] = .string("arn:aws:lambda:eu-west-1:\(backup):function:\(function)")
    return ResourceRequest(
      world: probe.world,
      account: account ?? backup,
      region: "eu-west-1",
      stackID: "arn:aws:cloudformation:eu-west-1:\(account ?? backup):stack/roles/1",
      stackName: "roles",
      logicalID: "Thing",
      type: "Custom::Thing",
      properties: all,
      stackTags: [],
      requestID: UUID().uuidString.lowercased()
    )
  }

  /// Lets a function answer with `body`, and returns what becomes of a Create.
  private func create(
    _ properties: TemplateObject = [:],
    _ body: @escaping @Sendable (Asked) async throws -> Void
  ) async throws -> (Result<ResourceState, ResourceFailure>, seconds: Double) {
    let function = ScriptedFunction { event in
      try await body(Asked(event))
      return .answer("null")
    }
    return try await withLambda(function) { probe, _ in
      try await probe.makeFunction()
      let start = probe.world.clock.now
      let request = request(probe, properties)
      let result = await probe.world.clock.work { () async -> Result<ResourceState, ResourceFailure> in
        do throws(ResourceFailure) { return .success(try await kind.create(request)) } catch { return .failure(error) }
      }
      return (result, probe.world.clock.now.timeIntervalSince(start))
    }
  }

  private func failure(of result: Result<ResourceState, ResourceFailure>) -> ResourceFailure? {
    guard case .failure(let failure) = result else { return nil }
    return failure
  }

  @Test func `the event has numbers and booleans as strings, and all that must be echoed`() async throws {
    let seen = Mutex<Asked?>(nil)
    let properties: TemplateObject = ["Length": 24, "Wanted": true, "Inner": ["List": [1, "two"]]]
    let (result, _) = try await create(properties) { asked in
      seen.withLock { $0 = asked }
      let data: WireJSON = ["Id": "abc", "Nested": ["Port": .number(443)]]
      let status = try await asked.put(asked.document(["Data": data, "NoEcho": .boolean(true)]).bytes)
      #expect(status == 200)
    }
    let asked = try #require(seen.withLock { $0 })
    #expect(asked.text("RequestType") == "Create")
    #expect(asked.text("ResourceType") == "Custom::Thing")
    #expect(asked.event["PhysicalResourceId"] == nil)
    let sent = try #require(asked.event["ResourceProperties"])
    #expect(sent["Length"] == "24")
    #expect(sent["Wanted"] == "true")
    #expect(sent["Inner"] == ["List": ["1", "two"]])
    #expect(sent["ServiceToken"]?.string == asked.text("ServiceToken"))
    let state = try result.get()
    #expect(state.physicalID == "thing-1")
    #expect(state.isMasked)
    #expect(state.attributes["Id"] == "abc")
    #expect(state.attributes["Nested.Port"]?.text == "443")
  }

  @Test func `a failure is told with its reason`() async throws {
    let (result, _) = try await create { asked in
      let failed: [String: WireJSON] = ["Status": "FAILED", "Reason": "the appliance is away"]
      try await asked.put(asked.document(failed).bytes)
    }
    let failure = failure(of: result)
    #expect(
      failure?.reason.hasPrefix(
        "Received response status [FAILED] from custom resource. Message returned: the appliance is away (RequestId: "
      ) == true
    )
    #expect(failure?.physicalID == "thing-1")
  }

  @Test(
    arguments: [
      (["PhysicalResourceId": ""], "Invalid PhysicalResourceId"),
      (["PhysicalResourceId": .string(String(repeating: "x", count: 1_025))], "Invalid PhysicalResourceId"),
      (["RequestId": "another"], "Value of property RequestId"), (["Status": "FINE"], "Value of property Status"),
      (["Data": "text"], "Value of property Data"),
      (["Data": ["Id": .string(String(repeating: "x", count: 4_096))]], "Response object is too long."),
    ] as [([String: WireJSON], String)]
  )
  func `an answer that breaks a rule is a failure`(changes: [String: WireJSON], words: String) async throws {
    let (result, _) = try await create { asked in try await asked.put(asked.document(changes).bytes) }
    let failure = failure(of: result)
    #expect(failure?.reason.contains(words) == true)
  }

  @Test func `without an answer the stack waits for the whole service time-out`() async throws {
    let statuses = Mutex<[Int]>([])
    let (result, seconds) = try await create(["ServiceTimeout": 90]) { asked in
      // A type of the client's own is not what the address was signed for.
      let status = try await asked.put(asked.document().bytes, type: "application/json")
      statuses.withLock { $0.append(status) }
    }
    #expect(seconds == 90)
    #expect(statuses.withLock { $0 } == [403])
    let failure = failure(of: result)
    #expect(failure?.reason.hasPrefix("CloudFormation did not receive a response from your Custom Resource.") == true)
    #expect(failure?.physicalID?.hasPrefix("roles-Thing-") == true)
  }

  @Test func `an address is nobody else's, and over after its time`() async throws {
    let late = Mutex<[Int]>([])
    let function = ScriptedFunction { event in
      let asked = Asked(event)
      let url = asked.text("ResponseURL")
      let forged = String(url.dropLast()) + (url.hasSuffix("0") ? "1" : "0")
      let guess = try await RuntimeProbe.send("PUT", forged, asked.document().bytes).status
      try await event.environment.clock.sleep(for: .seconds(61))
      let tooLate = try await asked.put(asked.document().bytes)
      late.withLock { $0 = [guess, tooLate] }
      return .answer("null")
    }
    try await withLambda(function) { probe, sandbox in
      try await probe.makeFunction(timeout: 300)
      let request = request(probe, ["ServiceTimeout": 60])
      await #expect(throws: ResourceFailure.self) {
        try await probe.world.clock.work { try await kind.create(request) }
      }
      await sandbox.world.settle()
    }
    #expect(late.withLock { $0 } == [403, 403])
  }

  @Test func `an update tells old and new, and another id is a new resource`() async throws {
    let events = Mutex<[WireJSON]>([])
    let function = ScriptedFunction { event in
      let asked = Asked(event)
      events.withLock { $0.append(asked.event) }
      let id = asked.event["ResourceProperties"]?["Name"]?.string ?? ""
      try await asked.put(asked.document(["PhysicalResourceId": .string(id)]).bytes)
      return .answer("null")
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction()
      try await probe.world.clock.work {
        let first = request(probe, ["Name": "one"])
        var state = try await kind.create(first)
        let second = request(probe, ["Name": "two"])
        #expect(kind.change(from: first.properties, to: second.properties) == .inPlace)
        state = try await kind.update(state, from: first.properties, second)
        #expect(state.physicalID == "two")
        try await kind.delete(ResourceState(physicalID: "one"), second)
      }
    }
    let seen = events.withLock { $0 }
    #expect(seen.compactMap { $0["RequestType"]?.string } == ["Create", "Update", "Delete"])
    #expect(seen[1]["PhysicalResourceId"] == "one")
    #expect(seen[1]["OldResourceProperties"]?["Name"] == "one")
    #expect(seen[2]["PhysicalResourceId"] == "one")
  }

  @Test func `another service token is refused`() async throws {
    let change = kind.change(from: ["ServiceToken": "one"], to: ["ServiceToken": "two"])
    #expect(change == .refused("Modifying service token is not allowed."))
  }

  @Test func `another account's stack needs the function's policy`() async throws {
    let function = ScriptedFunction { event in
      try await Asked(event).put(Asked(event).document().bytes)
      return .answer("null")
    }
    try await withLambda(function) { probe, _ in
      try await probe.makeFunction()
      let member = probe.keys.member.account
      let refused = await #expect(throws: ResourceFailure.self) {
        try await probe.world.clock.work { try await kind.create(request(probe, account: member)) }
      }
      #expect(refused?.reason.contains("is not authorized to perform: lambda:InvokeFunction") == true)
      #expect(refused?.physicalID == nil)
      let organization = await probe.world.perform { state, _ in state.organization?.id ?? "" }
      _ = await probe.lambda(
        "POST",
        "/2015-03-31/functions/worker/policy",
        #"{"StatementId":"o","Action":"lambda:InvokeFunction","Principal":"*","PrincipalOrgID":"\#(organization)"}"#
      )
      let state = try await probe.world.clock.work { try await kind.create(request(probe, account: member)) }
      #expect(state.physicalID == "thing-1")
    }
  }

  @Test func `three hundred at once wait for twenty at a time`() async throws {
    let function = ScriptedFunction { event in
      try await event.environment.clock.sleep(for: .seconds(60))
      try await Asked(event).put(Asked(event).document().bytes)
      return .answer("null")
    }
    try await withLambda(function) { probe, sandbox in
      try await probe.makeFunction(timeout: 600)
      let reserve = #"{"ReservedConcurrentExecutions":20}"#
      _ = await probe.lambda("PUT", "/2017-10-31/functions/worker/concurrency", reserve)
      let clock = probe.world.clock
      let start = clock.now
      let made = try await withThrowingTaskGroup(of: String.self) { group in
        clock.begin()
        for _ in 0..<300 {
          clock.begin()
          group.addTask {
            defer { clock.end() }
            return try await kind.create(request(probe)).physicalID
          }
        }
        clock.end()
        return try await group.reduce(into: 0) { count, _ in count += 1 }
      }
      await sandbox.world.settle()
      #expect(made == 300)
      #expect(clock.now == start.addingTimeInterval(900))
      #expect(function.environments.withLock { $0.most } == 20)
    }
  }
}
