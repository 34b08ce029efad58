/// Carries out operations on stacks.
///
/// Runs in the caller's piece of work (``SandboxClock/begin()``) and returns when the stack has come to rest, in
/// whatever state; thousands may run at the same time.
struct StackEngine: Sendable {
  let world: World

  init(_ world: World) { self.world = world }

  /// Makes a stack.
  ///
  /// - Throws: What CreateStack would answer, and then there is no stack.
  func create(_ order: StackOrder) async throws(ServiceFailure) -> StackOutcome {
    let kinds = world.kinds
    return await run(
      try await world.perform { (state, now) throws(ServiceFailure) in
        try StackAdmission(kinds: kinds, now: now).create(order, &state)
      }
    )
  }

  /// Updates the stack that `order` names, by name or id.
  ///
  /// - Throws: What UpdateStack would answer, `No updates are to be performed.` too.
  func update(_ order: StackOrder) async throws(ServiceFailure) -> StackOutcome {
    let kinds = world.kinds
    return await run(
      try await world.perform { (state, now) throws(ServiceFailure) in
        try StackAdmission(kinds: kinds, now: now).update(order, &state)
      }
    )
  }

  /// Deletes a stack, named by name or id; nil when there is none.
  ///
  /// - Throws: What DeleteStack would answer.
  func delete(_ stack: StackDeletion) async throws(ServiceFailure) -> StackOutcome? {
    let kinds = world.kinds
    let admitted = try await world.perform { (state, now) throws(ServiceFailure) in
      try StackAdmission(kinds: kinds, now: now).delete(stack, &state)
    }
    guard let admitted else { return nil }
    return await run(admitted)
  }

  private func run(_ admitted: StackAdmission.Answer) async -> StackOutcome {
    switch admitted {
    case .started(let operation): await run(operation)
    case .known(let id): await outcome(of: id)
    }
  }

  /// Carries out what was taken in before.
  @discardableResult
  func run(_ operation: StackOperation) async -> StackOutcome {
    guard let record = await world.perform({ state, _ in state.stacks[operation.stackID] }) else {
      return StackOutcome(stackID: operation.stackID, status: .deleteComplete, reason: nil)
    }
    await StackRun(world, record, operation).carryOut()
    return await outcome(of: operation.stackID)
  }

  private func outcome(of id: String) async -> StackOutcome {
    await world.perform { state, _ in
      let record = state.stacks[id]
      return StackOutcome(stackID: id, status: record?.status ?? .deleteComplete, reason: record?.reason)
    }
  }
}

/// What a caller wants deleted.
struct StackDeletion: Sendable {
  /// Name or id.
  let stack: String
  let account: String
  let region: String
  /// Logical ids of resources to leave alone; only for a stack whose deletion failed.
  var retaining: [String] = []
  var clientRequestToken: String?
}
