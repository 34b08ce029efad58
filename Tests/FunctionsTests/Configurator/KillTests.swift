import Sandbox
import TestSupport
import Testing

@testable import Functions

/// Lambda may end an environment at any moment, and delivers the event again.
@Suite(.timeLimit(.minutes(3))) struct KillTests {
  private static let made = "210987654321-ec2 | backup/Ec2 | \(Marks.own)"

  /// All requests of a Create, in order.
  private static let requests = [
    "GET /2018-06-01/runtime/invocation/next", "GET /secretsmanager/get", "GET /secretsmanager/get",
    "POST /api/v1/token", "GET /api/v1/accounts/amazon", "POST /api/v1/accounts/amazon", "DELETE /api/v1/token",
    "PUT /cloudformation-custom-resource-response-eucentral1/answer",
    "POST /2018-06-01/runtime/invocation/request-1/response",
  ]

  @Test func `a Create makes these requests`() async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create"))
      #expect(stage.scissors.lines == Self.requests + [Self.requests[0]])
    }
  }

  @Test(arguments: 1...9)
  func `killed after any request of a Create, the next attempt ends with one registration`(number: Int) async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create"), cutAt: number)
      #expect(stage.scissors.lines == Array(Self.requests.prefix(number)))
      #expect(stage.scissors.hasCut)
      try await stage.invoke(stage.event("Create"))
      #expect(await stage.rig.entries() == [Self.made])
      #expect(stage.answers.last == "SUCCESS")
    }
  }

  @Test(arguments: 1...8)
  func `killed after any request of a Delete, the next attempt ends with none`(number: Int) async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create"))
      let id = stage.physicalID
      try await stage.invoke(stage.event("Delete", physicalID: id), cutAt: number)
      #expect(stage.scissors.hasCut)
      try await stage.invoke(stage.event("Delete", physicalID: id))
      #expect(await stage.rig.entries() == [])
      #expect(stage.answers.last == "SUCCESS")
    }
  }

  @Test(arguments: 1...8)
  func `killed after any request of an Update, the next attempt ends with the new role`(number: Int) async throws {
    try await Stage.run { stage in
      try await stage.invoke(stage.event("Create"))
      let old = stage.physicalID
      let update = stage.event("Update", physicalID: old, properties: ["RoleName": "New"], old: [:])
      try await stage.invoke(update, cutAt: number)
      #expect(stage.scissors.hasCut)
      try await stage.invoke(update)
      try await stage.invoke(stage.event("Delete", physicalID: old))
      #expect(await stage.rig.entries() == ["210987654321-ec2 | New | \(Marks.own)"])
      #expect(stage.answers.allSatisfy { $0 == "SUCCESS" })
    }
  }

  @Test(arguments: [Fault.Kind.reset, .truncate, .internalError, .html503, .type])
  func `an answer that is lost or broken on the way does not make two registrations`(kind: Fault.Kind) async throws {
    let fault = Fault(service: "appliance", operation: "POST /accounts/amazon", kind: kind, occurrence: 1)
    try await ConfiguratorRig.run(faults: [fault]) { rig in
      try await rig.create()
      #expect(await rig.entries() == [Self.made])
    }
  }
}
