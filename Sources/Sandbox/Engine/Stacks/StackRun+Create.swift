/// Making a stack.
extension StackRun {
  func create(_ plan: StackPlan) async {
    evaluator = plan.evaluator
    if let problem = plan.bound.problem { return await undoCreation(problem) }
    let failed = await make(plan)
    guard !Task.isCancelled else { return }
    guard failed.isEmpty else { return await undoCreation(Self.sentence(failed, "create")) }
    do throws(ResourceFailure) {
      let outputs = try await outputs(of: plan)
      await amend { record, _ in record.outputs = outputs }
      await enter(.createComplete)
    } catch {
      await undoCreation(error.reason)
    }
  }

  static func sentence(_ names: [String], _ verb: String) -> String {
    "The following resource(s) failed to \(verb): [\(names.joined(separator: ", "))]."
  }

  /// Makes every resource, and tells which failed or were cancelled.
  private func make(_ plan: StackPlan) async -> [String] {
    var failed: [String] = []
    await crew(plan.graph, plan.resources.map(\.name)).work(
      prepare: { name in
        guard let resource = plan.resource(name) else { return .done }
        let step = await self.beginCreation(of: resource, plan)
        if case .failed = step { failed.append(name) }
        return step
      },
      finish: { name, result in
        if await self.endCreation(of: name, result) { return .goOn }
        if !failed.contains(name) { failed.append(name) }
        return .stop
      },
      stopped: { failed += await self.cancel(.createInProgress, .createFailed, "Resource creation cancelled") }
    )
    return failed
  }

  /// Sets a resource going, or notes at once why that is not possible.
  func beginCreation(of wanted: TemplateResource, _ plan: StackPlan) async -> ResourceCrew.Step {
    var resource = StackResource(
      logicalID: wanted.name,
      type: wanted.type,
      properties: TemplateObject(),
      needs: plan.graph.needs[wanted.name] ?? [],
      deletionPolicy: wanted.deletionPolicy,
      updateReplacePolicy: wanted.updateReplacePolicy,
      status: .createInProgress,
      changedAt: world.clock.now
    )
    do throws(ResourceFailure) {
      resource.properties = try resolved(wanted)
      await note(resource)
      let (kind, request) = try await checked(resource, "create")
      return .job { await Self.caught { () throws(ResourceFailure) in try await kind.create(request) } }
    } catch {
      resource.status = .createFailed
      resource.reason = error.reason
      await note(resource)
      return .failed
    }
  }

  /// The kind of a resource and a request that its schema allows.
  func checked(
    _ resource: StackResource,
    _ verb: String
  ) async throws(ResourceFailure) -> (any ResourceKind, ResourceRequest) {
    guard let kind = world.kinds[resource.type] else {
      throw ResourceFailure(reason: "Unrecognized resource type: \(resource.type)")
    }
    if let problem = kind.schema.problem(with: resource.properties, logicalID: resource.logicalID) {
      throw ResourceFailure(reason: problem)
    }
    return (kind, try await request(resource, resource.properties, verb))
  }

  static func caught(
    _ body: () async throws(ResourceFailure) -> ResourceState
  ) async -> Result<ResourceState, ResourceFailure> {
    do throws(ResourceFailure) { return .success(try await body()) } catch { return .failure(error) }
  }

  /// Whether the resource is there and its stack still wants it.
  func endCreation(of name: String, _ result: Result<ResourceState, ResourceFailure>) async -> Bool {
    guard var resource = resources[name] else { return true }
    // Cancelled meanwhile: it is kept in mind only to be deleted.
    let isLate = resource.status == .createFailed
    switch result {
    case .success(let state):
      resource.state = state
      evaluator?.resources[name] = state
      if !isLate { resource.status = .createComplete }
    case .failure(let failure):
      resource.state = failure.physicalID.map { ResourceState(physicalID: $0) }
      if !isLate {
        resource.status = .createFailed
        resource.reason = failure.reason
      }
    }
    await note(resource, writesEvent: !isLate)
    return resource.status == .createComplete
  }

  /// Notes that resources at work are not wanted any more, and tells which.
  func cancel(_ status: ResourceStatus, _ failure: ResourceStatus, _ reason: String) async -> [String] {
    var cancelled: [String] = []
    for name in order {
      guard var resource = resources[name], resource.status == status else { continue }
      resource.status = failure
      resource.reason = reason
      await note(resource)
      cancelled.append(name)
    }
    return cancelled
  }

  /// What becomes of a stack that could not be made.
  private func undoCreation(_ cause: String) async {
    let reason = cause.hasSuffix(".") ? cause : cause + "."
    switch onFailure {
    case .doNothing: return await enter(.createFailed, reason)
    case .rollback: await enter(.rollbackInProgress, "\(reason) Rollback requested by user.")
    case .delete: await enter(.deleteInProgress, "\(reason) Delete requested by user.")
    }
    let failed = await takeDown(order.compactMap { resources[$0] }) { $0.deletionPolicy == .retain }
    guard !Task.isCancelled else { return }
    let isGone = onFailure == .delete
    guard failed.isEmpty else {
      return await enter(isGone ? .deleteFailed : .rollbackFailed, Self.sentence(failed, "delete") + " ")
    }
    await enter(isGone ? .deleteComplete : .rollbackComplete)
  }
}
