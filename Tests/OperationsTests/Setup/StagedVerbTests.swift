import Fleet
import Synchronization
import Testing

@testable import Operations

struct StagedVerbTests {
  @Test func `a plan tells every step as it stands`() async throws {
    let world = World(done: ["one"])
    let plan = try await world.verb(["one", "two"]).plan()
    #expect(plan.steps.map(\.report.standing) == [.done, .due])
    #expect(!plan.isDone)
    #expect(plan.rows.map(\.cells) == [["one", "done", "Step one", ""], ["two", "due", "Step two", "make two"]])
  }

  @Test func `performing takes only the steps that are to do, in order`() async throws {
    let world = World(done: ["two"])
    let verb = world.verb(["one", "two", "three"])
    let told = Mutex<[StagedVerb.Event]>([])
    try await verb.perform(try await verb.plan()) { event in told.withLock { $0.append(event) } }
    #expect(world.performed == ["one", "three"])
    #expect(
      told.withLock { $0 } == [
        .began(step: "one", title: "Step one"), .ended(step: "one"),
        .began(step: "three", title: "Step three"), .ended(step: "three"),
      ]
    )
    #expect(try await verb.plan().isDone)
  }

  @Test func `a plan that reads differently by now is not performed`() async throws {
    let world = World(done: [])
    let verb = world.verb(["one", "two"])
    let shown = try await verb.plan()
    world.finish("two")
    let error = await #expect(throws: OperatorError.self) { try await verb.perform(shown) { _ in } }
    #expect(error?.sentence == "things have changed since the plan was made; nothing was done")
    #expect(world.performed.isEmpty)
  }

  @Test func `a step that a person must make possible stops it before anything is done`() async throws {
    let world = World(done: [], blocked: ["two"])
    let verb = world.verb(["one", "two"])
    let plan = try await verb.plan()
    #expect(plan.obstacle?.step.name == "two")
    let error = await #expect(throws: OperatorError.self) { try await verb.perform(plan) { _ in } }
    #expect(error?.sentence == "Step two: two is in the way")
    #expect(error?.nextStep == "clear two")
    #expect(world.performed.isEmpty)
  }

  @Test func `a verb that failed half way goes on where it stopped`() async throws {
    let world = World(done: [], failing: "two")
    let verb = world.verb(["one", "two", "three"])
    await #expect(throws: World.Broken.self) { try await verb.perform(try await verb.plan()) { _ in } }
    #expect(world.performed == ["one"])
    world.mend()
    try await verb.perform(try await verb.plan()) { _ in }
    #expect(world.performed == ["one", "two", "three"])
  }

  @Test func `a plan as JSON names every key`() async throws {
    let plan = try await World(done: ["one"], blocked: ["two"]).verb(["one", "two"]).plan()
    #expect(
      JSONText.of(plan.value) == """
        {
          "verb": "test",
          "context": "here",
          "done": false,
          "steps": [
            {
              "name": "one",
              "title": "Step one",
              "standing": "done",
              "details": [],
              "calls": [],
              "undo": null,
              "problem": null,
              "nextStep": null
            },
            {
              "name": "two",
              "title": "Step two",
              "standing": "blocked",
              "details": [],
              "calls": [],
              "undo": null,
              "problem": "two is in the way",
              "nextStep": "clear two"
            }
          ]
        }

        """
    )
  }
}

/// What the steps of these tests change.
private final class World: Sendable {
  struct Broken: Error {}

  private struct State {
    var done: Set<String>
    var failing: String?
    var performed: [String] = []
  }

  private let state: Mutex<State>
  private let blocked: Set<String>

  init(done: Set<String>, blocked: Set<String> = [], failing: String? = nil) {
    state = Mutex(State(done: done, failing: failing))
    self.blocked = blocked
  }

  var performed: [String] { state.withLock { $0.performed } }

  func finish(_ step: String) { state.withLock { _ = $0.done.insert(step) } }

  func mend() { state.withLock { $0.failing = nil } }

  func verb(_ names: [String]) -> StagedVerb {
    StagedVerb(verb: "test", context: "here", stages: names.map { Step(name: $0, world: self) })
  }

  private struct Step: Stage {
    let name: String
    let world: World

    var title: String { "Step \(name)" }

    func examine() async throws -> StageReport {
      if world.blocked.contains(name) { return .blocked("\(name) is in the way", nextStep: "clear \(name)") }
      return world.state.withLock { $0.done.contains(name) }
        ? StageReport(.done) : StageReport(.due, details: ["make \(name)"])
    }

    func perform(_ tell: @escaping StagedVerb.Tell) async throws {
      try world.state.withLock { state in
        guard state.failing != name else { throw Broken() }
        state.done.insert(name)
        state.performed.append(name)
      }
    }
  }
}
