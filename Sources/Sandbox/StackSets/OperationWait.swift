/// Somebody who waits until so many of an operation's stacks are done.
struct OperationWait: Sendable {
  let operation: String
  let count: Int
  let arrival: Arrival<Void>
}

extension World {
  /// Takes an operation on and waits until it is over, or until `count` of its stacks are done.
  ///
  /// For a caller without a turn of the clock.
  func carryOut(_ operation: OperationRecord, on setID: String, until count: Int? = nil) async {
    await clock.work {
      let arrival = Arrival<Void>(clock)
      perform { state, now in
        state.waits.append(
          OperationWait(operation: operation.id, count: count ?? operation.results.count, arrival: arrival)
        )
        state.accept(operation, on: setID, now: now)
      }
      await arrival.value()
    }
  }
}

extension WorldState {
  /// Tells those who wait for this operation, as far as it has come.
  mutating func tellWaits(of operation: OperationRecord, isOver: Bool) {
    guard waits.contains(where: { $0.operation == operation.id }) else { return }
    let done = operation.results.count { ![.pending, .running].contains($0.settled) }
    waits.removeAll { wait in
      guard wait.operation == operation.id, isOver || (done >= wait.count && wait.count < operation.results.count)
      else { return false }
      wait.arrival.bring(())
      return true
    }
  }
}
