import Sandbox
import Synchronization
import Testing

@testable import Functions

struct CustomResourceDeskTests {
  /// A handler that does what a test tells it to.
  private struct Told: CustomResourceHandler {
    var name: @Sendable () async throws -> String = { "id-1" }
    let act: @Sendable () async throws -> CustomResourceOutcome

    func physicalID(for request: CustomResourceRequest) async throws -> String { try await name() }

    func handle(_ request: CustomResourceRequest, _ invocation: Invocation) async throws -> CustomResourceOutcome {
      try await act()
    }
  }

  private struct Silent: Error {
    let token = "bearer-abc"
  }

  private final class Counter: Sendable {
    let value = Mutex(0)
    func add() { value.withLock { $0 += 1 } }
    var count: Int { value.withLock { $0 } }
  }

  @Test func `an answer repeats what it is about and goes to the address as it stands`() async throws {
    let surroundings = Surroundings([.externalID()])
    try await Self.run(surroundings, Told { CustomResourceOutcome(attributes: ["A": "b"], hidesAttributes: true) })
    let put = try #require(surroundings.puts.first)
    #expect(put.path == "/bucket/a%7Cb")
    #expect(put.headerValues("Content-Type") == [""])
    #expect(put.header("Content-Length") == "\(put.body.count)")
    let answer = try #require(try surroundings.answers().first)
    #expect(answer.status == "SUCCESS")
    #expect(answer.reason == nil)
    #expect(answer.physicalID == "id-1")
    #expect(answer.stackID == Surroundings.stack)
    #expect(answer.requestID == "unique")
    #expect(answer.logicalID == "ExternalId")
    #expect(answer.noEcho == true)
    #expect(answer.attributes == ["A": "b"])
    #expect(surroundings.outcomes == ["response null"])
    #expect(try surroundings.log().first == "request done")
  }

  @Test func `an error that is thrown is answered once, with its sentence and the request`() async throws {
    let surroundings = Surroundings([.externalID()])
    try await Self.run(surroundings, Told { throw Refusal("the appliance is away") })
    let answers = try surroundings.answers()
    #expect(answers.map(\.status) == ["FAILED"])
    #expect(answers.map(\.reason) == ["the appliance is away (request request-1)"])
    #expect(answers.map(\.physicalID) == ["id-1"])
    #expect(surroundings.outcomes == ["response null"])
  }

  @Test func `an error that cannot explain itself tells nothing of what it holds`() async throws {
    let surroundings = Surroundings([.externalID()])
    try await Self.run(surroundings, Told { throw Silent() })
    #expect(try surroundings.answers().map(\.reason) == ["an unexpected error (Silent) (request request-1)"])
    #expect(!surroundings.lines.joined().contains("bearer-abc"))
  }

  @Test func `a resource whose id cannot be made still gets an answer`() async throws {
    let surroundings = Surroundings([.externalID()])
    let handler = Told(name: { throw Refusal("no key") }, act: { CustomResourceOutcome() })
    try await Self.run(surroundings, handler)
    let answers = try surroundings.answers()
    #expect(answers.map(\.status) == ["FAILED"])
    #expect(answers.map(\.physicalID) == ["none"])
  }

  @Test func `the id of an existing resource is never asked for`() async throws {
    let surroundings = Surroundings([.externalID("Update", physicalID: "old-id")])
    try await Self.run(surroundings, Told { throw Refusal("no") })
    #expect(try surroundings.answers().map(\.physicalID) == ["old-id"])
  }

  @Test func `before the time is over the work is cancelled and answered as failed, once`() async throws {
    let (working, begun) = AsyncStream<Void>.makeStream()
    let surroundings = Surroundings(
      [.externalID()],
      alarm: { duration in
        #expect(duration == .seconds(590))
        for await _ in working { return }
      }
    )
    let ended = Counter()
    let handler = Told {
      defer { ended.add() }
      begun.yield()
      try await Task.sleep(for: .seconds(3_600))
      return CustomResourceOutcome()
    }
    try await Self.run(surroundings, handler)
    let answers = try surroundings.answers()
    #expect(answers.map(\.status) == ["FAILED"])
    #expect(answers.first?.reason?.hasPrefix("the function's time was over before its work was") == true)
    #expect(answers.map(\.physicalID) == ["id-1"])
    #expect(ended.count == 1)
    #expect(surroundings.outcomes == ["response null"])
  }

  @Test(arguments: [([503, 500], 0, 3), ([403], 1, 1), ([404], 1, 1), ([], 0, 1)])
  func `what was made is taken back when nobody wants the answer`(
    statuses: [Int],
    undone: Int,
    sent: Int
  ) async throws {
    let surroundings = Surroundings([.externalID()], bucket: statuses)
    let undoing = Counter()
    try await Self.run(surroundings, Told { CustomResourceOutcome(undo: { undoing.add() }) })
    #expect(undoing.count == undone)
    #expect(surroundings.puts.count == sent)
    #expect(surroundings.outcomes == ["response null"])
  }

  @Test func `an answer that cannot be sent in time makes Lambda deliver the event again`() async throws {
    let surroundings = Surroundings([.externalID()], bucket: Array(repeating: 503, count: 100))
    let undoing = Counter()
    try await Self.run(surroundings, Told { CustomResourceOutcome(undo: { undoing.add() }) })
    #expect(surroundings.outcomes.first?.hasPrefix("error ") == true)
    #expect(undoing.count == 0)
    #expect(try surroundings.log().contains("answer failed"))
  }

  @Test(arguments: [
    (#""RequestType": "Create""#, #""RequestType": "Destroy""#, "RequestType is none of Create, Update and Delete"),
    (#""RequestType": "Create""#, #""RequestType": 1"#, "the event is not of the form that CloudFormation documents"),
    (#""RequestType": "Create""#, #""RequestType": "Delete""#, "PhysicalResourceId is missing"),
    ("stack/StackSet-roles", "stack", "StackId is not the ARN of a stack"),
    (
      "cloudformation:eu-west-1", "cloudformation:eu-west-2",
      "StackId names aws eu-west-2, this function is in eu-west-1"
    ),
    ("arn:aws:cloudformation", "arn:aws-cn:cloudformation", "StackId names aws-cn eu-west-1"),
    ("444455556666:stack", "44445555666:stack", "StackId is not the ARN of a stack"),
    (#""LogicalResourceId": "ExternalId""#, #""LogicalResourceId": "a\nb""#, "LogicalResourceId is not a logical id"),
  ])
  func `an event that is not as documented fails with the reason`(
    part: String,
    changed: String,
    reason: String
  ) async throws {
    var event = Surroundings.Event.externalID()
    event.body = event.body.replacing(part, with: changed)
    let surroundings = Surroundings([event])
    try await Self.run(surroundings, Told { CustomResourceOutcome() })
    let answer = try #require(try surroundings.answers().first)
    #expect(answer.status == "FAILED")
    #expect(answer.reason?.hasPrefix(reason) == true, "\(answer.reason ?? "")")
    #expect(try surroundings.log().first == "admission refused")
  }

  /// Serves the events of `surroundings` by `handler`, behind the loop that the functions have.
  private static func run(_ surroundings: Surroundings, _ handler: any CustomResourceHandler) async throws {
    try await surroundings.run { environment in
      let context = FunctionContext(environment)
      let runtime = try #require(RuntimeAPI(environment, sender: context.sender))
      let function = AliasedFunction(context, customResources: handler)
      let invocation = try await runtime.next()
      do {
        try await runtime.answer(invocation, .response(try await function.handle(invocation)))
      } catch is AnswerLost {
        try await runtime.answer(invocation, .failure(type: "Function.AnswerLost", sentence: AnswerLost().sentence))
      }
    }
  }
}
