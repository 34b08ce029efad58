import TestSupport
import Testing
import Transport

@Suite struct SingleFlightTests {
  private struct Fault: Error {}

  @Test func `callers at the same time share one attempt`() async throws {
    let flight = SingleFlight<String, Int>()
    let fetch = Fetch()
    let values = try await withTimeout {
      let callers = (0..<3).map { _ in Task { try await flight.value(for: "a") { try await fetch.run() } } }
      await fetch.hasStarted()
      while await flight.waiting(for: "a") < 3 { await Task.yield() }
      fetch.finish(.success(7))
      var values: [Int] = []
      for caller in callers { values.append(try await caller.value) }
      return values
    }
    #expect(values == [7, 7, 7])
    #expect(fetch.count == 1)
  }

  @Test func `keys do not share`() async throws {
    let flight = SingleFlight<String, Int>()
    let one = try await flight.value(for: "a") { 1 }
    let two = try await flight.value(for: "b") { 2 }
    #expect([one, two] == [1, 2])
  }

  @Test func `success and failure are forgotten`() async throws {
    let flight = SingleFlight<String, Int>()
    await #expect(throws: Fault.self) { try await flight.value(for: "a") { throw Fault() } }
    let first = try await flight.value(for: "a") { 1 }
    let second = try await flight.value(for: "a") { 2 }
    #expect([first, second] == [1, 2])
  }

  @Test func `a cancelled caller leaves alone`() async throws {
    let flight = SingleFlight<String, Int>()
    let fetch = Fetch()
    try await withTimeout {
      let impatient = Task { try await flight.value(for: "a") { try await fetch.run() } }
      await fetch.hasStarted()
      let patient = Task { try await flight.value(for: "a") { try await fetch.run() } }
      while await flight.waiting(for: "a") < 2 { await Task.yield() }
      impatient.cancel()
      await #expect(throws: CancellationError.self) { try await impatient.value }
      fetch.finish(.success(7))
      let value = try await patient.value
      #expect(value == 7)
    }
    #expect(fetch.count == 1)
  }

  @Test func `when all have left the attempt is cancelled, and the next caller starts anew`() async throws {
    let flight = SingleFlight<String, Int>()
    let fetch = Fetch()
    try await withTimeout {
      let caller = Task { try await flight.value(for: "a") { try await fetch.run() } }
      await fetch.hasStarted()
      caller.cancel()
      await #expect(throws: CancellationError.self) { try await caller.value }
      await fetch.wasCancelled()
      let value = try await flight.value(for: "a") { 8 }
      #expect(value == 8)
    }
  }
}
