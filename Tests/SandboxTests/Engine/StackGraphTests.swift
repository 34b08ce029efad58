import Foundation
import Testing

@testable import Sandbox

/// Templates with random references.
struct StackGraphTests {
  /// Resources of which each needs some of those before it, in a random order in the text.
  static func random(_ seed: UInt64) -> (template: String, needs: [String: Set<String>]) {
    var dice = SeededGenerator(seed: seed, label: "graphs")
    let count = Int.random(in: 1...25, using: &dice)
    var needs: [String: Set<String>] = [:]
    var lines: [String] = []
    for number in 0..<count {
      let needed = (0..<number).filter { _ in Int.random(in: 0..<4, using: &dice) == 0 }.map { "R\($0)" }
      needs["R\(number)"] = Set(needed)
      let values = needed.enumerated().map { index, name in
        ["!Ref \(name)", "!GetAtt \(name).Arn", "!Sub '${\(name)}'", "!Join ['', [!Ref \(name)]]"][index % 4]
      }
      let seconds = Int.random(in: 1...30, using: &dice)
      lines.append(
        "  R\(number): {Type: Test::Thing, Properties: {Seconds: \(seconds), Value: [\(values.joined(separator: ", "))]}}"
      )
    }
    return ("Resources:\n" + lines.shuffled(using: &dice).joined(separator: "\n"), needs)
  }

  @Test(arguments: UInt64(1)...40)
  func `resources are made after what they need and deleted before it`(seed: UInt64) async throws {
    let (template, needs) = Self.random(seed)
    let bench = EngineBench()
    #expect(try await bench.create(template).status == .createComplete)
    #expect(try await bench.delete()?.status == .deleteComplete)
    let lines = bench.ledger.lines
    #expect(lines.count == needs.count * 2)
    for (name, needed) in needs {
      let made = try #require(lines.firstIndex(of: "create \(name)"))
      let gone = try #require(lines.firstIndex(of: "delete \(name)"))
      for other in needed {
        #expect(try #require(lines.firstIndex(of: "create \(other)")) < made)
        #expect(gone < (try #require(lines.firstIndex(of: "delete \(other)"))))
      }
    }
  }

  @Test func `three hundred stacks of fourteen resources are made at the same time`() async throws {
    let bench = EngineBench(kinds: [TestKind("Test::Thing")])
    let resources = (0..<14).map { number in
      let value = number % 7 == 0 ? "!Ref P" : "!GetAtt R\(number - 1).Value"
      return "  R\(number): {Type: Test::Thing, Properties: {Seconds: 3, Value: \(value)}}"
    }
    let template = try Template(
      "Parameters: {P: {Type: String, AllowedPattern: '[a-z]+'}}\nResources:\n" + resources.joined(separator: "\n")
    )
    let (start, clock, engine) = (bench.world.clock.now, bench.world.clock, bench.engine)
    let outcomes = try await withThrowingTaskGroup(of: StackOutcome.self) { group in
      // Time must not go on before all have started.
      clock.begin()
      for number in 0..<300 {
        group.addTask {
          var order = StackOrder(
            name: "stack-\(number)",
            account: "\(100_000_000_000 + number)",
            region: EngineBench.region,
            template: template
          )
          order.parameters = [.init(key: "P", value: "same")]
          return try await clock.work { try await engine.create(order) }
        }
      }
      clock.end()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0.status == .createComplete } == 300)
    #expect(bench.world.clock.now.timeIntervalSince(start) == 21)
  }
}
