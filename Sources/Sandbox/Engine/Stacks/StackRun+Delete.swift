/// Deleting resources and stacks.
extension StackRun {
  func delete(retaining retained: Set<String>, from status: StackStatus) async {
    if let (name, users) = await exportInUse() {
      let reason = "Delete canceled. Cannot delete export \(name) as it is in use by \(users)."
      await amend { record, _ in record.deletedAt = nil }
      return await enter(status, reason)
    }
    let failed = await takeDown(order.compactMap { resources[$0] }) { resource in
      resource.deletionPolicy == .retain || resource.deletionPolicy == .retainExceptOnCreate
        || retained.contains(resource.logicalID)
    }
    guard !Task.isCancelled else { return }
    guard failed.isEmpty else { return await enter(.deleteFailed, Self.sentence(failed, "delete") + " ") }
    await amend { record, _ in record.outputs = [] }
    await enter(.deleteComplete)
  }

  /// An export of this stack that others import, and their names.
  private func exportInUse() async -> (String, String)? {
    let (account, region, id) = (account, region, stackID)
    return await world.perform { state, _ in
      let exports = state.stacks[id]?.outputs.compactMap(\.exportName) ?? []
      guard !exports.isEmpty else { return nil }
      for export in exports {
        let users = StackImports(account: account, region: region, state).stacks(importing: export)
        if !users.isEmpty { return (export, users.joined(separator: ", ")) }
      }
      return nil
    }
  }

  /// Deletes resources, each after those that need it, and tells which could not be deleted.
  ///
  /// - Parameters:
  ///   - doomed: What has to go; two may have the same logical id when one took the other's place.
  ///   - isKept: Whether the stack's record has them; those that were replaced it has forgotten.
  ///   - isRetained: Whether a resource is let go without being deleted.
  /// - Returns: Logical ids of what is still there.
  func takeDown(
    _ doomed: [StackResource],
    isKept: Bool = true,
    _ isRetained: (StackResource) -> Bool
  ) async -> [String] {
    let items = Dictionary(
      doomed.filter(\.exists).enumerated().map { ("\($0.offset) \($0.element.logicalID)", $0.element) },
      uniquingKeysWith: { first, _ in first }
    )
    var edges: [String: Set<String>] = [:]
    for (key, item) in items {
      edges[key] = Set(items.filter { item.needs.contains($0.value.logicalID) && $0.key != key }.map(\.key))
    }
    var failed: [String] = []
    await crew(DependencyGraph(edges).reversed, items.keys.sorted().reversed()).work(
      prepare: { key in
        guard let item = items[key] else { return .done }
        let step = await self.beginDeletion(of: item, isKept: isKept, isRetained: isRetained(item))
        if case .blocked = step { failed.append(item.logicalID) }
        return step
      },
      finish: { key, result in
        guard let item = items[key] else { return .goOn }
        if await self.endDeletion(of: item, isKept: isKept, result) { return .goOn }
        failed.append(item.logicalID)
        return .block
      }
    )
    return failed
  }

  private func beginDeletion(of item: StackResource, isKept: Bool, isRetained: Bool) async -> ResourceCrew.Step {
    var resource = item
    resource.reason = nil
    guard !isRetained else {
      resource.status = .deleteSkipped
      await note(resource, isKept: isKept)
      return .done
    }
    resource.status = .deleteInProgress
    await note(resource, isKept: isKept)
    guard let state = item.state, let kind = world.kinds[item.type] else { return .done }
    do throws(ResourceFailure) {
      // A replaced resource and the one in its place may both go in one operation.
      let request = try await request(resource, resource.properties, "delete \(state.physicalID)")
      return .job {
        await Self.caught { () throws(ResourceFailure) in
          try await kind.delete(state, request)
          return state
        }
      }
    } catch {
      resource.status = .deleteFailed
      resource.reason = error.reason
      await note(resource, isKept: isKept)
      return .blocked
    }
  }

  private func endDeletion(
    of item: StackResource,
    isKept: Bool,
    _ result: Result<ResourceState, ResourceFailure>
  ) async -> Bool {
    var resource = item
    resource.reason = nil
    switch result {
    case .success: resource.status = .deleteComplete
    case .failure(let failure):
      resource.status = .deleteFailed
      resource.reason = failure.reason
    }
    await note(resource, isKept: isKept)
    return resource.status == .deleteComplete
  }
}
