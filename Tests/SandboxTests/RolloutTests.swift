import Foundation
import Testing

@testable import Sandbox

struct RolloutTests {
  private let start = Date(timeIntervalSince1970: 1_795_500_544)

  private func conditions(after seconds: TimeInterval) throws -> [InstanceRecord.DetailedStatus: Int] {
    let state = WorldTests.state(.onboarding)
    let roles = try #require(state.stackSets.first)
    let now = start.addingTimeInterval(seconds)
    return roles.instances.reduce(into: [:]) { $0[$1.condition(at: now).detailed, default: 0] += 1 }
  }

  @Test func `a deployment is running when the sandbox opens`() throws {
    let counts = try conditions(after: 0)
    #expect(counts[.succeeded, default: 0] > 0)
    #expect(counts[.running, default: 0] > 0)
    #expect(counts[.pending, default: 0] > 100)
  }

  @Test func `it goes on with the clock alone, and ends`() throws {
    var done = -1
    for minute in stride(from: 0.0, through: 8, by: 1) {
      let settled = try conditions(after: minute * 60).filter { $0.key != .pending && $0.key != .running }
      let count = settled.values.reduce(0, +)
      #expect(count > done)
      done = count
    }
    let last = try conditions(after: 3_600)
    #expect(last[.pending] == nil)
    #expect(last[.running] == nil)
    #expect(last[.failed, default: 0] > 0)
  }

  @Test func `the operation ends with its last stack`() throws {
    let operation = try #require(WorldTests.state(.onboarding).stackSets.first?.operations.first)
    #expect(operation.status(at: start) == "RUNNING")
    #expect(operation.status(at: start.addingTimeInterval(3_600)) == "SUCCEEDED")
    #expect(operation.failures(at: start.addingTimeInterval(3_600)) > 0)
    let ends = operation.results.compactMap { $0.turn?.ends }
    let last = try #require(ends.max())
    #expect(operation.isRunning(at: last))
  }

  @Test func `roles are registered when their stack is done`() {
    let state = WorldTests.state(.onboarding)
    let now = state.registrations.present(at: start).count
    let later = state.registrations.present(at: start.addingTimeInterval(120)).count
    let ever = state.registrations.present(at: .distantFuture).count
    #expect(1 < now)
    #expect(now < later)
    #expect(later < ever)
  }
}
