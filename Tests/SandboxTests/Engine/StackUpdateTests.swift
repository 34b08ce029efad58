import Testing

@testable import Sandbox

struct StackUpdateTests {
  static func template(_ properties: String, more: String = "") -> String {
    """
    Resources:
      Thing:
        Type: Test::Thing
        Properties: {\(properties)}
    \(more)
    """
  }

  @Test func `a changed property changes the resource in place`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Value: a"))
    let id = await bench.stack()?.resource("Thing")?.state?.physicalID
    let outcome = try await bench.update(Self.template("Value: b"))
    #expect(outcome.status == .updateComplete)
    #expect(bench.ledger.lines == ["create Thing", "update Thing"])
    #expect(await bench.stack()?.resource("Thing")?.state?.physicalID == id)
    #expect(
      await bench.events().suffix(5) == [
        "stack UPDATE_IN_PROGRESS User Initiated", "Thing UPDATE_IN_PROGRESS", "Thing UPDATE_COMPLETE",
        "stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "stack UPDATE_COMPLETE",
      ]
    )
  }

  @Test func `a replacement is made first and the old one deleted at the end`() async throws {
    let bench = EngineBench()
    let user = "  User: {Type: Test::Other, Properties: {Value: !Ref Thing}}"
    _ = try await bench.create(Self.template("Key: a", more: user))
    let id = await bench.stack()?.resource("Thing")?.state?.physicalID
    _ = try await bench.update(Self.template("Key: b", more: user))
    #expect(bench.ledger.lines == ["create Thing", "create User", "create Thing", "update User", "delete Thing"])
    #expect(await bench.stack()?.resource("Thing")?.state?.physicalID != id)
    #expect(
      await bench.events().contains(
        "Thing UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one."
      )
    )
  }

  @Test func `a replaced resource is kept where the template says so`() async throws {
    let bench = EngineBench()
    func template(_ key: String) -> String {
      "Resources: {Thing: {Type: 'Test::Thing', UpdateReplacePolicy: Retain, Properties: {Key: \(key)}}}"
    }
    _ = try await bench.create(template("a"))
    _ = try await bench.update(template("b"))
    #expect(bench.ledger.lines == ["create Thing", "create Thing"])
    #expect(await bench.events().contains("Thing DELETE_SKIPPED"))
  }

  @Test func `resources come and go with the template`() async throws {
    let bench = EngineBench()
    _ = try await bench.create("Resources: {A: {Type: 'Test::Thing'}, B: {Type: 'Test::Thing'}}")
    _ = try await bench.update("Resources: {B: {Type: 'Test::Thing'}, C: {Type: 'Test::Thing'}}")
    #expect(bench.ledger.lines == ["create A", "create B", "create C", "delete A"])
    #expect(await bench.stack()?.resources.map(\.logicalID) == ["B", "C"])
  }

  @Test func `another id from an update means that the old resource goes`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Id: old"))
    _ = try await bench.update(Self.template("Id: old, NewId: new"))
    #expect(bench.ledger.lines == ["create Thing", "update Thing", "delete Thing"])
    #expect(await bench.stack()?.resource("Thing")?.state?.physicalID == "new")
  }

  // MARK: Nothing to do

  @Test(arguments: [
    ("Resources: {A: {Type: 'Test::Thing', Properties: {Value: !Ref P}}}", ["P": "x"]),
    ("Description: another\nResources: {A: {Type: 'Test::Thing', Properties: {Value: x}}}", [:]),
  ])
  func `an update without changes is refused`(template: String, parameters: [String: String]) async throws {
    let bench = EngineBench()
    let declared = "Parameters: {P: {Type: String, Default: y}}\n"
    _ = try await bench.create(
      declared + "Resources: {A: {Type: 'Test::Thing', Properties: {Value: !Ref P}}}",
      parameters: ["P": "x"]
    )
    await #expect(throws: ServiceFailure.validation("No updates are to be performed.")) {
      try await bench.update(parameters.isEmpty ? template : declared + template, parameters: parameters)
    }
  }

  @Test func `a number that becomes a text of the same digits changes no resource`() async throws {
    let bench = EngineBench()
    _ = try await bench.create("Resources: {A: {Type: 'Test::Thing', Properties: {Length: 12, On: true}}}")
    let texts = "A: {Type: 'Test::Thing', Properties: {On: 'true', Length: '12'}}"
    _ = try await bench.update("Resources: {\(texts), B: {Type: 'Test::Thing'}}")
    #expect(bench.ledger.lines == ["create A", "create B"])
  }

  @Test func `a failed update stays as it is when rollback is switched off`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Value: a"))
    let outcome = try await bench.update(Self.template("Value: b, FailOn: [update]")) { $0.onFailure = .doNothing }
    #expect(outcome.status == .updateFailed)
    #expect(outcome.reason == "The following resource(s) failed to update: [Thing]. ")
    #expect(try await bench.update(Self.template("Value: c")).status == .updateComplete)
  }

  @Test func `a changed output, tag or policy is a change`() async throws {
    let bench = EngineBench()
    let resources = "Resources: {A: {Type: 'Test::Thing'}}"
    _ = try await bench.create(resources)
    #expect(try await bench.update(resources + "\nOutputs: {O: {Value: !Ref A}}").status == .updateComplete)
    #expect(
      try await bench.update(resources) { $0.tags = [ResourceTag(key: "team", value: "backup")] }.status
        == .updateComplete
    )
    #expect(
      try await bench.update("Resources: {A: {Type: 'Test::Thing', DeletionPolicy: Retain}}").status
        == .updateComplete
    )
    #expect(bench.ledger.lines == ["create A"])
  }

  @Test func `a value that is to stay is taken from the stack`() async throws {
    let bench = EngineBench()
    let template =
      "Parameters: {P: {Type: String}, Q: {Type: String}}\n"
      + "Resources: {A: {Type: 'Test::Thing', Properties: {Value: !Sub '${P} ${Q}'}}}"
    _ = try await bench.create(template, parameters: ["P": "one", "Q": "two"])
    _ = try await bench.update(template) {
      $0.parameters = [.init(key: "P", value: nil), .init(key: "Q", value: "three")]
    }
    #expect(await bench.stack()?.resource("A")?.properties.text("Value") == "one three")
  }

  // MARK: Undone

  @Test func `a failed update brings everything back`() async throws {
    let bench = EngineBench()
    let template = """
      Parameters: {V: {Type: String}, F: {Type: CommaDelimitedList, Default: ''}}
      Resources:
        Plain: {Type: Test::Thing, Properties: {Value: !Ref V}}
        Replaced: {Type: Test::Thing, DependsOn: Plain, Properties: {Key: !Ref V}}
        Bad: {Type: Test::Thing, DependsOn: Replaced, Properties: {Value: !Ref V, FailOn: !Ref F}}
      """
    _ = try await bench.create(template, parameters: ["V": "a"])
    let before = await bench.stack()?.resources.map(\.state)
    let more = template + "\n  New: {Type: Test::Thing, DependsOn: Replaced, Properties: {Seconds: 5}}"
    let outcome = try await bench.update(more, parameters: ["V": "b", "F": "update"])
    #expect(outcome.status == .updateRollbackComplete)
    #expect(await bench.stack()?.resources.map(\.state) == before)
    #expect(await bench.stack()?.parameters.first?.value == "a")
    let events = await bench.events()
    let undoing = try #require(events.firstIndex { $0.contains("UPDATE_ROLLBACK_IN_PROGRESS") })
    #expect(
      events[undoing...] == [
        "stack UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [New]. "
          + "The following resource(s) failed to update: [Bad]. ",
        "Plain UPDATE_IN_PROGRESS", "Plain UPDATE_COMPLETE", "Replaced UPDATE_COMPLETE", "Bad UPDATE_IN_PROGRESS",
        "Bad UPDATE_COMPLETE", "stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "Replaced DELETE_IN_PROGRESS",
        "Replaced DELETE_COMPLETE", "stack UPDATE_ROLLBACK_COMPLETE",
      ]
    )
  }

  @Test func `what may not change fails the update`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Fixed: a"))
    #expect(try await bench.update(Self.template("Fixed: b")).status == .updateRollbackComplete)
    #expect(await bench.events().contains("Thing UPDATE_FAILED Fixed may not change."))
    #expect(bench.ledger.lines == ["create Thing"])
  }

  @Test func `a stack that was rolled back cannot be updated`() async throws {
    let bench = EngineBench()
    let outcome = try await bench.create(Self.template("FailOn: [create]"))
    await #expect(
      throws: ServiceFailure.validation(
        "Stack:\(outcome.stackID) is in ROLLBACK_COMPLETE state and can not be updated."
      )
    ) { try await bench.update(Self.template("Value: b")) }
  }

  // MARK: Stack policies

  static let guardPolicy = """
    {"Statement": [
      {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
      {"Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*", "Resource": "LogicalResourceId/Th*"}
    ]}
    """

  @Test(arguments: [
    (template("Value: b"), StackStatus.updateComplete, nil as String?),
    (template("Key: b"), .updateRollbackComplete, "Update:Replace"),
    ("Resources: {Else: {Type: 'Test::Thing'}}", .updateRollbackComplete, "Update:Delete"),
  ])
  func `a stack policy is kept`(change: String, status: StackStatus, denied: String?) async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Value: a")) { $0.policy = Self.guardPolicy }
    #expect(try await bench.update(change).status == status)
    let failures = await bench.events().filter { $0.contains("UPDATE_FAILED") }
    #expect(
      failures
        == (denied.map {
          [
            "Thing UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [\($0)] "
              + "for resource [LogicalResourceId/Thing];"
          ]
        } ?? [])
    )
    #expect(!bench.ledger.lines.contains("delete Thing"))
  }

  @Test func `an update may bring a policy of its own`() async throws {
    let bench = EngineBench()
    _ = try await bench.create(Self.template("Key: a")) { $0.policy = Self.guardPolicy }
    let outcome = try await bench.update(Self.template("Key: b")) {
      $0.policyDuringUpdate = #"{"Statement": {"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}}"#
    }
    #expect(outcome.status == .updateComplete)
    #expect(await bench.stack()?.policy == Self.guardPolicy)
  }
}
