import Sandbox
import Testing

/// What the functions do depends on the name they are invoked by.
struct AliasTests {
  private static let ping = #"{"ping":true}"#

  @Test func `a ping through the organization's alias changes nothing and the log says why`() async throws {
    let surroundings = Surroundings([Surroundings.Event(body: Self.ping)])
    _ = try await surroundings.runProgram()
    #expect(surroundings.outcomes == ["response null"])
    #expect(surroundings.puts.isEmpty)
    let line = try #require(surroundings.lines.first)
    #expect(line.contains(#""message":"not the event of a custom resource""#))
    #expect(line.contains(#""outcome":"refused""#))
  }

  @Test(
    arguments: [
      ("cfn", false, 1), (nil, true, 1), (nil, false, 0), ("7", false, 0), ("7", true, 0), ("ops", true, 0),
    ] as [(String?, Bool, Int)]
  )
  func `custom resources are served by one alias, and while moving over by the function itself`(
    alias: String?,
    migrating: Bool,
    answers: Int
  ) async throws {
    var event = Surroundings.Event.externalID()
    event.alias = alias
    let surroundings = Surroundings([event])
    _ = try await surroundings.runProgram(migrating: migrating)
    #expect(surroundings.puts.count == answers)
  }

  @Test func `a function without operations refuses them`() async throws {
    let surroundings = Surroundings([Surroundings.Event(body: Self.ping, alias: "ops")])
    _ = try await surroundings.runProgram()
    let outcome = try #require(surroundings.outcomes.first)
    #expect(outcome.hasPrefix("error "))
    #expect(outcome.contains("this function has no operations"))
  }
}
