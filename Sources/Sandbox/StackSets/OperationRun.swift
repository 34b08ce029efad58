import FoundationEssentials

/// Takes operations on, lets those wait that would meet others, and carries each on by what its course allows.
extension WorldState {
  /// Records `operation`, newest first; it begins at once unless others are in its way.
  mutating func accept(_ operation: OperationRecord, on setID: String, now: Date) {
    guard let set = stackSets.firstIndex(where: { $0.id == setID }) else { return }
    // A furnished set's template is read once; a stack says what is wrong with one that is none.
    if stackSets[set].template == nil { stackSets[set].template = try? stackSets[set].readTemplate() }
    var operation = operation
    let places = operation.results.map(\.place)
    let furnished = stackSets[set].furnishedOperation(at: now)
    let isFree =
      stackSets[set].queue.isEmpty && furnished == nil && stackSets[set].busy.isDisjoint(with: places)
      && (stackSets[set].hasManagedExecution || stackSets[set].busy.isEmpty)
    operation.beginsAt = isFree ? now : .distantFuture
    stackSets[set].operations.insert(operation, at: 0)
    guard isFree else {
      stackSets[set].queue.append(operation.id)
      if let furnished { beginLater(setID, at: furnished.endsAt, now: now) }
      return
    }
    stackSets[set].busy.formUnion(places)
    proceed(operation.id, on: set, now)
  }

  /// Nothing more of it is started; what is being worked on ends.
  mutating func stop(_ operationID: String, on setID: String, now: Date) {
    guard let (set, index) = position(of: operationID, on: setID) else { return }
    let wasQueued = stackSets[set].operations[index].isQueued(at: now)
    stackSets[set].operations[index].isStopped = true
    let cancelled = stackSets[set].operations[index].course?.stop() ?? []
    cancel(cancelled, of: index, on: set, reason: Self.stopped)
    if wasQueued {
      stackSets[set].queue.removeAll { $0 == operationID }
      stackSets[set].operations[index].beginsAt = now
      stackSets[set].operations[index].endsAt = now
    } else {
      endIfOver(index, on: set, now)
    }
    beginWaiting(on: set, now)
  }

  /// A stack is done with.
  mutating func end(_ work: StackWork, _ ending: StackWork.Ending, now: Date) {
    guard let (set, index) = position(of: work.operation, on: work.set) else { return }
    stackSets[set].operations[index].results[work.number].settled = ending.result
    stackSets[set].operations[index].results[work.number].reason = ending.reason
    if let condition = ending.condition {
      stackSets[set].change(work.place) { $0.settled = condition }
    } else {
      stackSets[set].removeInstance(at: work.place)
    }
    let hasFailed = ending.result == .failed
    let cancelled = stackSets[set].operations[index].course?.end(work.number, hasFailed: hasFailed) ?? []
    cancel(cancelled, of: index, on: set, reason: Self.toleranceExceeded)
    proceed(work.operation, on: set, now)
    beginWaiting(on: set, now)
  }

  // MARK: Steps

  /// Orders the work on the stacks whose turn it is.
  private mutating func proceed(_ operationID: String, on set: Int, _ now: Date) {
    guard let index = stackSets[set].operations.firstIndex(where: { $0.id == operationID }) else { return }
    for number in stackSets[set].operations[index].course?.start() ?? [] {
      stackSets[set].operations[index].results[number].settled = .running
      let work = StackWork(number, of: stackSets[set].operations[index], on: stackSets[set])
      stackSets[set].change(work.place) { instance in
        instance.turn = nil
        instance.lastOperation = operationID
        guard !work.kind.isDriftDetection else { return }
        instance.settled.status = .outdated
        instance.settled.detailed = .running
        instance.settled.reason = nil
      }
      orders.append { world in await work.run(in: world) }
    }
    endIfOver(index, on: set, now)
  }

  private mutating func endIfOver(_ index: Int, on set: Int, _ now: Date) {
    guard stackSets[set].operations[index].course?.isOver == true,
      stackSets[set].operations[index].isRunning(at: now)
    else { return tellWaits(of: stackSets[set].operations[index], isOver: false) }
    stackSets[set].operations[index].endsAt = now
    stackSets[set].operations[index].fails = stackSets[set].operations[index].course?.hasFailed ?? false
    let places = stackSets[set].operations[index].results.map(\.place)
    stackSets[set].busy.subtract(places)
    tellWaits(of: stackSets[set].operations[index], isOver: true)
  }

  /// Lets the first of those that wait begin, and those behind it, as long as nothing is in their way.
  private mutating func beginWaiting(on set: Int, _ now: Date) {
    while let next = stackSets[set].queue.first, stackSets[set].furnishedOperation(at: now) == nil,
      let index = stackSets[set].operations.firstIndex(where: { $0.id == next })
    {
      let places = stackSets[set].operations[index].results.map(\.place)
      guard stackSets[set].busy.isDisjoint(with: places),
        stackSets[set].hasManagedExecution || stackSets[set].busy.isEmpty
      else { return }
      stackSets[set].queue.removeFirst()
      stackSets[set].operations[index].beginsAt = now
      stackSets[set].busy.formUnion(places)
      proceed(next, on: set, now)
    }
  }

  /// Wakes the queue when an operation is over that only the clock carries on.
  private mutating func beginLater(_ setID: String, at moment: Date, now: Date) {
    let wait = Duration.seconds(moment.timeIntervalSince(now))
    orders.append { world in
      do { try await world.clock.sleep(for: wait) } catch { return }
      await world.perform { state, now in
        guard let set = state.stackSets.firstIndex(where: { $0.id == setID }) else { return }
        state.beginWaiting(on: set, now)
      }
    }
  }

  private mutating func cancel(_ numbers: [Int], of index: Int, on set: Int, reason: String) {
    let leavesInstances = stackSets[set].operations[index].action == .detectDrift
    for number in numbers {
      stackSets[set].operations[index].results[number].settled = .cancelled
      stackSets[set].operations[index].results[number].reason = reason
      guard !leavesInstances else { continue }
      stackSets[set].change(stackSets[set].operations[index].results[number].place) { instance in
        instance.turn = nil
        instance.settled.status = .outdated
        instance.settled.detailed = .cancelled
        instance.settled.reason = reason
      }
    }
  }

  private func position(of operationID: String, on setID: String) -> (set: Int, operation: Int)? {
    guard let set = stackSets.firstIndex(where: { $0.id == setID }),
      let operation = stackSets[set].operations.firstIndex(where: { $0.id == operationID })
    else { return nil }
    return (set, operation)
  }

  static let toleranceExceeded = "Cancelled since failure tolerance has exceeded"
  static let stopped = "Cancelled since the operation was stopped"
}

extension StackSetRecord {
  /// An operation that only the clock carries on, while it does.
  func furnishedOperation(at now: Date) -> OperationRecord? {
    // A furnished world's operations are older than all others.
    guard let oldest = operations.last, oldest.course == nil else { return nil }
    return operations.last { $0.course == nil && $0.isRunning(at: now) }
  }
}
