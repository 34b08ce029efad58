import FoundationEssentials

/// What one operation does in one account and region.
struct StackWork: Sendable {
  enum Kind: Hashable {
    /// Makes the stack.
    case create
    case update(stackID: String)
    /// Deletes the stack.
    case delete(stackID: String)
    /// Takes the instance out of the set and leaves its stack, if there is one, to its account.
    case release
    case detectDrift(stackID: String)
  }

  /// What comes of it.
  struct Ending {
    let result: OperationRecord.ResultStatus
    var reason: String?
    /// How the instance stands; nil when it is gone.
    let condition: InstanceRecord.Condition?
  }

  let set: String
  let operation: String
  /// Its place in the operation's results.
  let number: Int
  let kind: Kind
  let place: InstanceRecord.Place
  /// How the instance stood.
  let before: InstanceRecord.Condition
  private let setName: String
  private let template: Result<Template, ServiceFailure>
  private let parameters: [StackSetRecord.Parameter]
  private let capabilities: [String]
  private let tags: [ResourceTag]

  init(_ number: Int, of operation: OperationRecord, on set: StackSetRecord) {
    let result = operation.results[number]
    let instance = set.instance(at: result.place)
    self.set = set.id
    self.operation = operation.id
    self.number = number
    place = result.place
    before = instance?.settled ?? .init(status: .outdated, detailed: .pending)
    setName = set.name
    template = Result { () throws(ServiceFailure) in try set.readTemplate() }
    parameters = instance.map { set.parameters(of: $0) } ?? set.parameters
    capabilities = set.capabilities
    tags = set.tags
    kind =
      switch (operation.action, before.stackID) {
      case (.create, _), (.update, nil): .create
      case (.update, let stackID?): .update(stackID: stackID)
      case (.delete, let stackID?) where operation.retainsStacks != true: .delete(stackID: stackID)
      case (.delete, _), (.detectDrift, nil): .release
      case (.detectDrift, let stackID?): .detectDrift(stackID: stackID)
      }
  }

  // MARK: Doing it

  /// Does it, and tells the operation.
  func run(in world: World) async {
    let ending = await ending(in: world)
    await world.perform { state, now in state.end(self, ending, now: now) }
  }

  private func ending(in world: World) async -> Ending {
    let (obstacle, pause) = await world.perform { state, _ in
      (state.obstacle(in: place.account), state.pace?.pause(before: number))
    }
    // A pause ends early only when the sandbox does, and then nobody looks at the ending.
    if let pause { try? await world.clock.sleep(for: pause) }
    if kind == .release { return Ending(result: .succeeded, condition: nil) }
    if let obstacle { return blocked(by: obstacle) }
    do throws(ServiceFailure) {
      return try await carriedOut(in: world)
    } catch {
      return failed(error.message, stackID: before.stackID)
    }
  }

  private func carriedOut(in world: World) async throws(ServiceFailure) -> Ending {
    let engine = StackEngine(world)
    switch kind {
    case .create: return await made(try await engine.create(try order(named: newName)), in: world)
    case .update(let stackID):
      if let furnished = try await furnish(stackID, engine) { return await made(furnished, in: world) }
      do throws(ServiceFailure) {
        return await made(try await engine.update(try order(named: stackID)), in: world)
      } catch {
        // Nothing to do is what an instance that is up to date answers.
        guard error == .noUpdates else { throw error }
        return made(stackID)
      }
    case .delete(let stackID):
      let stack = StackDeletion(stack: stackID, account: place.account, region: place.region)
      do throws(ServiceFailure) {
        _ = try await furnish(stackID, engine)
        return await deleted(try await engine.delete(stack), in: world)
      } catch {
        return inoperable(error.message)
      }
    case .detectDrift(let stackID): return await checked(stackID, in: world)
    case .release: return Ending(result: .succeeded, condition: nil)
    }
  }

  /// Makes a stack that a furnished world has in name only, under its id; nil for any other.
  private func furnish(_ stackID: String, _ engine: StackEngine) async throws(ServiceFailure) -> StackOutcome? {
    let isThere = await engine.world.perform { state, _ in state.stacks[stackID] != nil }
    let parts = stackID.split(separator: "/")
    guard !isThere, parts.count == 3 else { return nil }
    var order = try order(named: String(parts[1]))
    order.stackID = stackID
    return try await engine.create(order)
  }

  /// `StackSet-NAME-` and a UUID that belongs to this operation and place.
  private var newName: String {
    var generator = SeededGenerator(seed: 0, label: "\(operation) \(place.account) \(place.region)")
    return "StackSet-\(setName)-\(generator.uuid())"
  }

  private func order(named name: String) throws(ServiceFailure) -> StackOrder {
    var order = StackOrder(
      name: name,
      account: place.account,
      region: place.region,
      template: try template.get()
    )
    order.parameters = parameters.map { .init(key: $0.key, value: $0.value) }
    order.capabilities = capabilities
    order.tags = tags
    return order
  }
}
