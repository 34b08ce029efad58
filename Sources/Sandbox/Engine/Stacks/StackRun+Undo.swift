/// Bringing a stack back after an update that failed.
extension StackRun {
  func undoUpdate(_ reason: String, tags former: [ResourceTag]) async {
    tags = former
    if case .update(_, let wanted) = operation.work, wanted.onFailure == .doNothing {
      return await enter(.updateFailed, reason)
    }
    await enter(.updateRollbackInProgress, reason)
    let forward = resources
    let failed = await restore()
    guard !Task.isCancelled else { return }
    guard failed.isEmpty else {
      return await enter(.updateRollbackFailed, Self.sentence(failed, "update") + " ")
    }
    await enter(.updateRollbackCompleteCleanupInProgress)
    _ = await takeDown(leftovers(of: forward), isKept: false) { _ in false }
    guard !Task.isCancelled else { return }
    await forget { before[$0] == nil }
    await enter(.updateRollbackComplete)
  }

  /// What the update made and nobody needs any more.
  private func leftovers(of forward: [String: StackResource]) -> [StackResource] {
    order.flatMap { name in
      let kept = before[name] == nil ? nil : resources[name]?.state?.physicalID
      let known = [forward[name], before[name]].compactMap { $0 }
      let ids = Set(known.compactMap(\.state?.physicalID)).subtracting(kept.map { [$0] } ?? [])
      return ids.sorted().compactMap { id in known.first { $0.exists && $0.state?.physicalID == id } }
    }
  }

  /// Gives resources that were changed their old properties, and tells where that failed.
  private func restore() async -> [String] {
    let edges = before.mapValues(\.needs)
    var failed: [String] = []
    await crew(DependencyGraph(edges), order.filter { before[$0] != nil }).work(
      prepare: { name in
        let step = await self.beginRestoring(name)
        if case .blocked = step { failed.append(name) }
        return step
      },
      finish: { name, result in
        if await self.endRestoring(name, result) { return .goOn }
        failed.append(name)
        return .block
      }
    )
    return failed
  }

  private func beginRestoring(_ name: String) async -> ResourceCrew.Step {
    guard let old = before[name], let current = resources[name] else { return .done }
    guard changing.contains(name), let state = current.state, let kind = world.kinds[old.type] else {
      var back = old
      if replacing.contains(name) { back.status = .updateComplete }
      back.reason = nil
      await note(back, writesEvent: replacing.contains(name))
      return .done
    }
    var back = old
    back.state = state
    back.status = .updateInProgress
    back.reason = nil
    await note(back)
    do throws(ResourceFailure) {
      let request = try await request(back, old.properties, "restore")
      let properties = try await expanded(current.properties)
      return .job {
        await Self.caught { () throws(ResourceFailure) in try await kind.update(state, from: properties, request) }
      }
    } catch {
      back.status = .updateFailed
      back.reason = error.reason
      await note(back)
      return .blocked
    }
  }

  private func endRestoring(_ name: String, _ result: Result<ResourceState, ResourceFailure>) async -> Bool {
    guard var resource = resources[name] else { return true }
    switch result {
    case .success(let state):
      resource.state = state
      resource.status = .updateComplete
    case .failure(let failure):
      resource.status = .updateFailed
      resource.reason = failure.reason
    }
    await note(resource)
    return resource.status == .updateComplete
  }
}
