import FoundationEssentials

/// One operation at work on one stack.
///
/// Lives in one piece of work; only the resources' own jobs run beside it, and they share nothing with it.
final class StackRun {
  let world: World
  let operation: StackOperation
  let stackID: String
  let stackName: String
  let account: String
  let region: String
  let onFailure: StackRecord.OnFailure
  /// As they were before the operation.
  let before: [String: StackResource]
  /// As they are now, the same as in the world's record.
  var resources: [String: StackResource]
  /// Logical ids, in the order the resources came into the stack.
  var order: [String]
  var tags: [ResourceTag]
  var evaluator: Evaluator?
  var policy: StackPolicy?
  /// Resources that were asked to change in place, and those asked to make way for a new one.
  var changing: Set<String> = []
  var replacing: Set<String> = []

  init(_ world: World, _ record: StackRecord, _ operation: StackOperation) {
    self.world = world
    self.operation = operation
    stackID = record.id
    stackName = record.name
    account = record.account
    region = record.region
    onFailure = record.onFailure
    tags = record.tags
    order = record.resources.map(\.logicalID)
    before = Dictionary(record.resources.map { ($0.logicalID, $0) }, uniquingKeysWith: { first, _ in first })
    resources = before
  }

  /// Returns when the stack has come to rest; at once, as it is, when the sandbox stops.
  func carryOut() async {
    switch operation.work {
    case .create(let plan): await create(plan)
    case .update(let plan, let wanted): await update(plan, wanted)
    case .delete(let retained, let status): await delete(retaining: retained, from: status)
    }
  }

  // MARK: Records and events

  func enter(_ status: StackStatus, _ reason: String? = nil) async {
    let (id, token) = (stackID, operation.clientRequestToken)
    await world.perform { state, now in
      state.stacks.change(id) { $0.enter(status, reason: reason, at: now, token: token) }
    }
  }

  /// Changes the stack's record.
  func amend(_ body: @Sendable (inout StackRecord, Date) -> Void) async {
    let id = stackID
    await world.perform { state, now in
      state.stacks.change(id) { body(&$0, now) }
    }
  }

  /// Keeps `resource` and writes the event of its status.
  func note(_ resource: StackResource, isKept: Bool = true, writesEvent: Bool = true) async {
    let (id, token) = (stackID, operation.clientRequestToken)
    var noted = resource
    noted.changedAt = world.clock.now
    if isKept {
      if resources.updateValue(noted, forKey: noted.logicalID) == nil, !order.contains(noted.logicalID) {
        order.append(noted.logicalID)
      }
    }
    let final = noted
    await world.perform { state, now in
      state.stacks.change(id) { record in
        if isKept { record.keep(final) }
        guard writesEvent else { return }
        record.note(
          final.logicalID,
          final.state?.physicalID ?? "",
          final.type,
          final.status.rawValue,
          final.reason,
          at: now,
          token: token
        )
      }
    }
  }

  // MARK: Requests

  /// A wish to `resource`, with dynamic references read now.
  func request(
    _ resource: StackResource,
    _ properties: TemplateObject,
    _ verb: String
  ) async throws(ResourceFailure) -> ResourceRequest {
    var ids = SeededGenerator(seed: UInt64(operation.number), label: "\(stackID) \(resource.logicalID) \(verb)")
    return ResourceRequest(
      world: world,
      account: account,
      region: region,
      stackID: stackID,
      stackName: stackName,
      logicalID: resource.logicalID,
      type: resource.type,
      properties: try await expanded(properties),
      stackTags: tags,
      requestID: ids.uuid()
    )
  }

  func expanded(_ properties: TemplateObject) async throws(ResourceFailure) -> TemplateObject {
    guard evaluator?.template.hasDynamicReferences ?? false else { return properties }
    let (account, region) = (account, region)
    do throws(ServiceFailure) {
      return try await world.perform { (state, _) throws(ServiceFailure) in
        try DynamicReference.expand(.object(properties)) { reference throws(ServiceFailure) in
          try state.value(of: reference, account: account, region: region)
        }
      }.object ?? properties
    } catch {
      throw ResourceFailure(reason: error.message)
    }
  }

  /// The properties that `resource` gets now that what it needs is there.
  func resolved(_ resource: TemplateResource) throws(ResourceFailure) -> TemplateObject {
    do throws(ServiceFailure) {
      return try evaluator?.resolve(resource.properties) ?? TemplateObject()
    } catch {
      throw ResourceFailure(reason: error.message)
    }
  }

  func crew(_ graph: DependencyGraph, _ order: [String]) -> ResourceCrew {
    ResourceCrew(graph: graph, order: order, clock: world.clock)
  }

  /// Outputs, worked out; a reason why the stack cannot have them otherwise.
  func outputs(of plan: StackPlan) async throws(ResourceFailure) -> [StackRecord.Output] {
    guard let evaluator else { return [] }
    var outputs: [StackRecord.Output] = []
    do throws(ServiceFailure) {
      for output in plan.outputs {
        guard let value = try evaluator.resolve(output.value)?.text else {
          throw .validation(
            "Template format error: Output \(output.name) is malformed. The Value field of every Outputs member must evaluate to a String."
          )
        }
        var export: String?
        if let name = output.exportName { export = try evaluator.text(name, of: "Export") }
        outputs.append(.init(key: output.name, value: value, description: output.description, exportName: export))
      }
    } catch {
      throw ResourceFailure(reason: error.message)
    }
    try await checkExports(outputs)
    return outputs
  }

  private func checkExports(_ outputs: [StackRecord.Output]) async throws(ResourceFailure) {
    let names = Set(outputs.compactMap(\.exportName))
    guard !names.isEmpty else { return }
    let (account, region, id) = (account, region, stackID)
    let taken = await world.perform { state, _ -> (String, String)? in
      for stack in state.stacks.all(account: account, region: region)
      where stack.id != id && stack.status != .deleteComplete {
        for case let name? in stack.outputs.map(\.exportName) where names.contains(name) { return (name, stack.name) }
      }
      return nil
    }
    if let (name, stack) = taken {
      throw ResourceFailure(reason: "Export with name \(name) is already exported by stack \(stack)")
    }
  }
}

extension StackRecord {
  /// Puts `resource` where the one with its logical id was, or behind all others.
  mutating func keep(_ resource: StackResource) {
    if let index = resources.firstIndex(where: { $0.logicalID == resource.logicalID }) {
      resources[index] = resource
    } else {
      resources.append(resource)
    }
  }
}
