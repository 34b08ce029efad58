import Foundation
import Testing

@testable import Sandbox

struct StackLifeCycleTests {
  static let pair = """
    Resources:
      First:
        Type: Test::Thing
        Properties: {Value: one}
      Second:
        Type: Test::Thing
        Properties: {Value: !GetAtt First.Value}
    Outputs:
      Both:
        Description: Two values
        Value: !Sub '${First.Value} and ${Second.Value}'
    """

  // MARK: Create

  @Test func `a stack is made in the order of its references and has its outputs`() async throws {
    let bench = EngineBench()
    let outcome = try await bench.create(Self.pair)
    #expect(outcome.status == .createComplete)
    #expect(outcome.isSuccess)
    #expect(
      await bench.events() == [
        "stack CREATE_IN_PROGRESS User Initiated", "First CREATE_IN_PROGRESS", "First CREATE_COMPLETE",
        "Second CREATE_IN_PROGRESS", "Second CREATE_COMPLETE", "stack CREATE_COMPLETE",
      ]
    )
    let stack = try #require(await bench.stack())
    #expect(stack.outputs == [.init(key: "Both", value: "one and one", description: "Two values")])
    let first = try #require(stack.resource("First")?.state?.physicalID)
    #expect(first.wholeMatch(of: /stack-First-[A-Za-z0-9]{12}/) != nil)
  }

  @Test func `independent resources are made at the same time`() async throws {
    let bench = EngineBench()
    let resources = (1...12).map { "  R\($0): {Type: Test::Thing, Properties: {Seconds: 10}}" }
    let start = bench.world.clock.now
    _ = try await bench.create("Resources:\n" + resources.joined(separator: "\n"))
    #expect(bench.world.clock.now.timeIntervalSince(start) == 10)
    #expect(bench.ledger.mostAtOnce == 12)
  }

  @Test func `a failure cancels what is at work, and everything made goes again`() async throws {
    let bench = EngineBench()
    let outcome = try await bench.create(
      """
      Resources:
        Base: {Type: Test::Thing}
        Bad: {Type: Test::Thing, DependsOn: Base, Properties: {Seconds: 2, FailOn: [create]}}
        Slow: {Type: Test::Thing, DependsOn: Base, Properties: {Seconds: 60, Leaves: true}}
        Later: {Type: Test::Thing, DependsOn: Bad}
      """
    )
    #expect(outcome.status == .rollbackComplete)
    #expect(
      await bench.events() == [
        "stack CREATE_IN_PROGRESS User Initiated", "Base CREATE_IN_PROGRESS", "Base CREATE_COMPLETE",
        "Bad CREATE_IN_PROGRESS", "Slow CREATE_IN_PROGRESS", "Bad CREATE_FAILED create of Bad refused",
        "Slow CREATE_FAILED Resource creation cancelled",
        "stack ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad, Slow]. Rollback requested by user.",
        "Slow DELETE_IN_PROGRESS", "Slow DELETE_COMPLETE", "Base DELETE_IN_PROGRESS", "Base DELETE_COMPLETE",
        "stack ROLLBACK_COMPLETE",
      ]
    )
    #expect(bench.ledger.lines == ["create Base", "create Bad", "delete Slow", "delete Base"])
  }

  @Test(arguments: [
    (StackRecord.OnFailure.rollback, StackStatus.rollbackComplete, ["create Good", "create Bad", "delete Good"]),
    (.doNothing, .createFailed, ["create Good", "create Bad"]),
    (.delete, .deleteComplete, ["create Good", "create Bad", "delete Good"]),
  ])
  func `what becomes of a failed stack is the caller's choice`(
    choice: StackRecord.OnFailure,
    status: StackStatus,
    lines: [String]
  ) async throws {
    let bench = EngineBench()
    let template = """
      Resources:
        Good: {Type: Test::Thing}
        Bad: {Type: Test::Thing, DependsOn: Good, Properties: {FailOn: [create]}}
      """
    let outcome = try await bench.create(template) { $0.onFailure = choice }
    #expect(outcome.status == status)
    #expect(bench.ledger.lines == lines)
  }

  @Test func `a rollback that cannot delete says what is left`() async throws {
    let bench = EngineBench()
    let outcome = try await bench.create(
      """
      Resources:
        Stuck: {Type: Test::Thing, Properties: {FailOn: [delete]}}
        Bad: {Type: Test::Thing, DependsOn: Stuck, Properties: {FailOn: [create]}}
      """
    )
    #expect(outcome.status == .rollbackFailed)
    #expect(outcome.reason == "The following resource(s) failed to delete: [Stuck]. ")
  }

  @Test func `a rollback keeps what is to be retained, but not what only deletion retains`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(
      """
      Resources:
        Kept: {Type: Test::Thing, DeletionPolicy: Retain}
        Gone: {Type: Test::Thing, DeletionPolicy: RetainExceptOnCreate}
        Bad: {Type: Test::Thing, DependsOn: [Kept, Gone], Properties: {FailOn: [create]}}
      """
    )
    #expect(bench.ledger.lines.filter { $0.hasPrefix("delete") } == ["delete Gone"])
    #expect(await bench.events().contains("Kept DELETE_SKIPPED"))
  }

  // MARK: Delete

  @Test func `a stack is deleted in the reverse order, and its name is free again`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.pair)
    let outcome = try await bench.delete()
    #expect(outcome?.status == .deleteComplete)
    #expect(bench.ledger.lines == ["create First", "create Second", "delete Second", "delete First"])
    #expect(try await bench.delete() == nil)
    #expect(try await bench.create(Self.pair).status == .createComplete)
  }

  @Test func `what cannot be deleted keeps what it needs, and can be retained the second time`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(
      """
      Resources:
        Role: {Type: Test::Thing}
        Registration: {Type: Test::Thing, DependsOn: Role, Properties: {FailOn: [delete]}}
        Apart: {Type: Test::Thing}
      """
    )
    let outcome = try await bench.delete()
    #expect(outcome?.status == .deleteFailed)
    #expect(outcome?.reason == "The following resource(s) failed to delete: [Registration]. ")
    #expect(bench.ledger.lines.filter { $0.hasPrefix("delete") } == ["delete Registration", "delete Apart"])
    #expect(await bench.events().contains("Registration DELETE_FAILED delete of Registration refused"))
    #expect(try await bench.delete(retaining: ["Registration"])?.status == .deleteComplete)
    #expect(bench.ledger.lines.last == "delete Role")
  }

  @Test func `a protected stack stays`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.pair) { $0.isProtected = true }
    await #expect(
      throws: ServiceFailure.validation(
        "Stack [stack] cannot be deleted while TerminationProtection is enabled"
      )
    ) { try await bench.delete() }
  }

  @Test func `resources to retain are named only after a deletion failed`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.pair)
    await #expect(throws: ServiceFailure.self) { try await bench.delete(retaining: ["First"]) }
  }

  // MARK: Refused at once

  @Test func `a second stack of the name is refused, but for the same token`() async throws {
    let bench = EngineBench()
    let first = try await bench.create(Self.pair) { $0.clientRequestToken = "one" }
    let again = try await bench.create(Self.pair) { $0.clientRequestToken = "one" }
    #expect(again == first)
    await #expect(throws: ServiceFailure(code: "AlreadyExistsException", message: "Stack [stack] already exists")) {
      try await bench.create(Self.pair) { $0.clientRequestToken = "two" }
    }
  }

  @Test func `unknown resource types are refused`() async {
    let bench = EngineBench()
    await #expect(
      throws: ServiceFailure.validation(
        "Template format error: Unrecognized resource types: [AWS::Nope::Thing]"
      )
    ) { try await bench.create("Resources: {A: {Type: 'AWS::Nope::Thing'}}") }
  }
}
