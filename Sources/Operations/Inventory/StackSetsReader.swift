import AWS
import AWSQuery
import Fleet

/// Reads the context's stack sets with all their instances and the operations that still run.
struct StackSetsReader {
  private let connections: Connections
  private let service: CloudFormation
  private let tally: StackSetsTally
  private let tell: @Sendable (InventoryEvent) -> Void

  init(_ connections: Connections, _ tell: @escaping @Sendable (InventoryEvent) -> Void) throws {
    guard !connections.context.stackSets.isEmpty else {
      throw SourceProblem.notConfigured(.stackSets, key: "stackSets", context: connections.context.name)
    }
    self.connections = connections
    self.tell = tell
    service = CloudFormation(
      try connections.aws(.organization),
      callAs: .init(rawValue: connections.context.organization.callAs.rawValue)
    )
    tally = StackSetsTally(tell)
  }

  func read() async throws {
    async let identity: Void = connections.tellIdentity(of: .organization, for: [.stackSets], tell)
    let names = connections.context.stackSets
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in names { group.addTask { try await read(name) } }
      try await group.waitForAll()
    }
    await identity
    let reading = await tally.reading(inOrderOf: names)
    tell(.stackSets(reading, at: connections.now()))
    if let missing = await tally.problem { throw missing }
  }

  private func read(_ name: StackSetName) async throws {
    guard let described = try await described(name) else { return }
    async let instances: Void = readInstances(of: name)
    try await readStackSet(name, described)
    try await instances
  }

  /// The stack set's own description; nil, and noted, where there is no such stack set.
  private func described(_ name: StackSetName) async throws -> CloudFormation.StackSet? {
    do throws(AWSError) {
      return try await service.describeStackSet(name.rawValue)
    } catch {
      guard error.code == .stackSetNotFound else { throw error }
      await tally.notFound(name, SourceProblem(error, kind: .notFound))
      return nil
    }
  }

  private func readInstances(of name: StackSetName) async throws {
    for try await page in service.listStackInstances(stackSet: name.rawValue) {
      await tally.add(page.items, of: name)
    }
  }

  private func readStackSet(_ name: StackSetName, _ described: CloudFormation.StackSet) async throws {
    let isServiceManaged = described.permissionModel == "SERVICE_MANAGED"
    let parameters = described.parameters.reduce(into: [String: String]()) { $0[$1.key] = $1.value }
    let template = described.templateBody.flatMap { TemplatePurposes(template: $0, parameters: parameters) }
    await tally.add(
      StackSet(
        name: name,
        isServiceManaged: isServiceManaged,
        targets: isServiceManaged ? try await targets(of: name, described) : nil,
        regions: described.regions.map { RegionName(rawValue: $0) },
        purposes: template?.purposes(),
        liveOperations: try await liveOperations(on: name)
      )
    )
  }

  /// Units that the set deploys to, and those it will deploy to as accounts join; nil where nothing could be learned.
  private func targets(
    of name: StackSetName,
    _ described: CloudFormation.StackSet
  ) async throws -> [OrganizationalUnitID]? {
    var units = Set(described.organizationalUnitIDs)
    do {
      units.formUnion(try await automaticTargets(of: name))
    } catch let error as AWSError where !error.isCancellation {
      tell(.remark("automatic targets of \(name) not read: \(error.sentence)"))
      if units.isEmpty { return nil }
    }
    return units.compactMap(OrganizationalUnitID.init).sorted()
  }

  private func automaticTargets(of name: StackSetName) async throws -> Set<String> {
    var units: Set<String> = []
    for try await page in service.listStackSetAutoDeploymentTargets(stackSet: name.rawValue) {
      units.formUnion(page.items.map(\.organizationalUnitID))
    }
    return units
  }

  /// Operations that have not ended.
  ///
  /// CloudFormation lists the newest first; a whole page of ended ones is taken for the end of what may still run.
  private func liveOperations(on name: StackSetName) async throws -> [StackSetOperation] {
    var live: [StackSetOperation] = []
    for try await page in service.listStackSetOperations(stackSet: name.rawValue) {
      let operations = page.items.map { StackSetOperation($0, of: name) }.filter(\.isLive)
      live += operations
      if operations.isEmpty, !page.items.isEmpty { break }
    }
    return live
  }
}

extension StackSetOperation {
  fileprivate init(_ operation: CloudFormation.StackSetOperation, of name: StackSetName) {
    self.init(
      id: operation.operationID,
      stackSet: name,
      action: operation.action,
      status: operation.status,
      startedAt: operation.creationTimestamp,
      endedAt: operation.endTimestamp
    )
  }
}
