/// Updating a stack.
extension StackRun {
  func update(_ plan: StackPlan, _ wanted: StackOrder) async {
    evaluator = plan.evaluator
    let former = tags
    tags = wanted.tags ?? tags
    await readPolicy(wanted)
    if let problem = plan.bound.problem { return await undoUpdate(problem, tags: former) }
    var failed = await denyRemovals(plan)
    if failed.isEmpty { failed = await bring(plan) }
    guard !Task.isCancelled else { return }
    guard failed.isEmpty else { return await undoUpdate(failureSentence(failed), tags: former) }
    do throws(ResourceFailure) {
      await complete(plan, wanted, outputs: try await outputs(of: plan))
    } catch {
      await undoUpdate(error.reason, tags: former)
    }
  }

  private func readPolicy(_ wanted: StackOrder) async {
    let id = stackID
    let kept = await world.perform { state, _ in
      state.stacks.change(id) { record in
        if let policy = wanted.policy { record.policy = policy }
        return record.policy
      } ?? nil
    }
    // Both were read when they were taken in.
    policy = (wanted.policyDuringUpdate ?? kept).flatMap { try? StackPolicy($0) }
  }

  private func failureSentence(_ failed: [String]) -> String {
    let made = failed.filter { before[$0]?.exists != true }
    let changed = failed.filter { before[$0]?.exists == true }
    return [(made, "create"), (changed, "update")]
      .filter { !$0.0.isEmpty }
      .map { Self.sentence($0.0, $0.1) + " " }
      .joined()
  }

  // MARK: Forward

  /// Resources that go, and that the stack policy protects.
  private func denyRemovals(_ plan: StackPlan) async -> [String] {
    var denied: [String] = []
    for name in order where plan.resource(name) == nil {
      guard var resource = resources[name], resource.exists,
        let reason = policy?.denial(of: .delete, logicalID: name, type: resource.type)
      else { continue }
      resource.status = .updateFailed
      resource.reason = reason
      await note(resource)
      denied.append(name)
    }
    return denied
  }

  /// Makes and changes resources as the plan wants them, and tells which failed or were cancelled.
  private func bring(_ plan: StackPlan) async -> [String] {
    var failed: [String] = []
    await crew(plan.graph, plan.resources.map(\.name)).work(
      prepare: { name in
        guard let resource = plan.resource(name) else { return .done }
        let step = await self.begin(resource, plan)
        if case .failed = step { failed.append(name) }
        return step
      },
      finish: { name, result in
        if await self.end(name, result) { return .goOn }
        if !failed.contains(name) { failed.append(name) }
        return .stop
      },
      stopped: {
        failed += await self.cancel(.createInProgress, .createFailed, "Resource creation cancelled")
        failed += await self.cancel(.updateInProgress, .updateFailed, "Resource update cancelled")
      }
    )
    return failed
  }

  private func begin(_ wanted: TemplateResource, _ plan: StackPlan) async -> ResourceCrew.Step {
    guard let old = before[wanted.name], let state = old.state, old.exists else {
      return await beginCreation(of: wanted, plan)
    }
    var resource = old
    resource.needs = plan.graph.needs[wanted.name] ?? []
    resource.deletionPolicy = wanted.deletionPolicy
    resource.updateReplacePolicy = wanted.updateReplacePolicy
    do throws(ResourceFailure) {
      let properties = try resolved(wanted)
      guard properties != old.properties else {
        evaluator?.resources[wanted.name] = state
        await note(resource, writesEvent: false)
        return .done
      }
      resource.status = .updateInProgress
      resource.reason = nil
      return try await begin(change: resource, from: old, state, to: properties)
    } catch {
      resource.status = .updateFailed
      resource.reason = error.reason
      await note(resource)
      return .failed
    }
  }

  private func begin(
    change resource: StackResource,
    from old: StackResource,
    _ state: ResourceState,
    to properties: TemplateObject
  ) async throws(ResourceFailure) -> ResourceCrew.Step {
    var resource = resource
    let change = world.kinds[resource.type]?.change(from: old.properties, to: properties) ?? .inPlace
    if case .refused(let reason) = change { throw ResourceFailure(reason: reason) }
    let action: StackPolicy.Action = change == .replacement ? .replace : .modify
    if let denial = policy?.denial(of: action, logicalID: resource.logicalID, type: resource.type) {
      throw ResourceFailure(reason: denial)
    }
    resource.properties = properties
    if change == .replacement {
      resource.reason =
        "Requested update requires the creation of a new physical resource; hence creating one."
    }
    await note(resource)
    resource.reason = nil
    let (kind, request) = try await checked(resource, change == .replacement ? "replace" : "update")
    let former = try await expanded(old.properties)
    guard change == .replacement else {
      changing.insert(resource.logicalID)
      return .job {
        await Self.caught { () throws(ResourceFailure) in try await kind.update(state, from: former, request) }
      }
    }
    replacing.insert(resource.logicalID)
    return .job { await Self.caught { () throws(ResourceFailure) in try await kind.create(request) } }
  }

  private func end(_ name: String, _ result: Result<ResourceState, ResourceFailure>) async -> Bool {
    guard var resource = resources[name] else { return true }
    guard before[name]?.exists == true else { return await endCreation(of: name, result) }
    let isLate = resource.status == .updateFailed
    switch result {
    case .success(let state):
      resource.state = state
      evaluator?.resources[name] = state
      if !isLate { resource.status = .updateComplete }
      resource.reason = isLate ? resource.reason : nil
    case .failure(let failure):
      if replacing.contains(name), let id = failure.physicalID { resource.state = ResourceState(physicalID: id) }
      if !isLate {
        resource.status = .updateFailed
        resource.reason = failure.reason
      }
    }
    await note(resource, writesEvent: !isLate)
    return resource.status == .updateComplete
  }

  // MARK: Done

  private func complete(_ plan: StackPlan, _ wanted: StackOrder, outputs: [StackRecord.Output]) async {
    await amend { record, _ in
      record.template = plan.template
      record.description = plan.template.description
      record.bound = plan.bound
      record.parameters = plan.bound.shown
      record.capabilities = wanted.capabilities
      record.tags = wanted.tags ?? record.tags
      record.roleARN = wanted.roleARN ?? record.roleARN
      record.outputs = outputs
    }
    await enter(.updateCompleteCleanupInProgress)
    let removed = order.compactMap { resources[$0] }.filter { plan.resource($0.logicalID) == nil }
    let replaced = before.values.filter { old in
      guard let new = resources[old.logicalID], plan.resource(old.logicalID) != nil else { return false }
      return old.exists && old.state?.physicalID != new.state?.physicalID
    }
    // What cannot be cleaned up is left behind; the update is complete all the same.
    _ = await takeDown(replaced.sorted { $0.logicalID < $1.logicalID }, isKept: false) {
      $0.updateReplacePolicy == .retain
    }
    _ = await takeDown(removed) { $0.deletionPolicy == .retain || $0.deletionPolicy == .retainExceptOnCreate }
    guard !Task.isCancelled else { return }
    await forget { plan.resource($0) == nil }
    await enter(.updateComplete)
  }

  /// Takes resources out of the stack that it has no more.
  func forget(_ isGone: (String) -> Bool) async {
    let gone = Set(order.filter(isGone))
    guard !gone.isEmpty else { return }
    order.removeAll { gone.contains($0) }
    for name in gone { resources[name] = nil }
    await amend { record, _ in record.resources.removeAll { gone.contains($0.logicalID) } }
  }
}
