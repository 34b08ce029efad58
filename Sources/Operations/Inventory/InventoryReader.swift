package import Fleet
import Transport

/// Reads organization, stack sets and appliance at once, within the rates, and tells what it learns as it learns it.
package struct InventoryReader: Sendable {
  private let connections: Connections

  package init(_ connections: Connections) { self.connections = connections }

  /// Takes an inventory: each source begins with `started` and ends with its facts or with `failed`; one that fails
  /// leaves the others alone.
  ///
  /// `describesSecret` adds what stands beside the sources on a screen: the credential's age and stages.
  ///
  /// Every refresh is a stream of its own, so that a late answer of an older one has nowhere to go. Dropping the stream,
  /// or cancelling the task that reads it, cancels every request.
  package func refresh(
    _ sources: Set<SourceName> = Set(SourceName.allCases),
    describesSecret: Bool = true
  ) -> AsyncStream<InventoryEvent> {
    let (stream, continuation) = AsyncStream.makeStream(of: InventoryEvent.self)
    let task = Task {
      await read(sources, describesSecret: describesSecret) { continuation.yield($0) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func read(
    _ sources: Set<SourceName>,
    describesSecret: Bool,
    _ tell: @escaping @Sendable (InventoryEvent) -> Void
  ) async {
    let watch = Task { [governor = connections.governor] in await Self.watch(governor, tell) }
    await withTaskGroup { group in
      if sources.contains(.organization) {
        group.addTask {
          await self.read(.organization, tell) { try await OrganizationReader(self.connections, tell).read() }
        }
      }
      if sources.contains(.stackSets) {
        group.addTask { await self.read(.stackSets, tell) { try await StackSetsReader(self.connections, tell).read() } }
      }
      if sources.contains(.appliance) {
        group.addTask { await self.read(.appliance, tell) { try await ApplianceReader(self.connections, tell).read() } }
      }
      if describesSecret { group.addTask { await SecretReader(self.connections, tell).read() } }
    }
    watch.cancel()
    if !Task.isCancelled { tell(.finished(at: connections.now())) }
  }

  /// One source from `started` to its end.
  private func read(
    _ source: SourceName,
    _ tell: @Sendable (InventoryEvent) -> Void,
    _ body: () async throws -> Void
  ) async {
    tell(.started(source))
    do {
      try await body()
    } catch {
      guard !Task.isCancelled, let problem = SourceProblem(error) else { return }
      tell(.failed(source, problem, at: connections.now()))
    }
  }

  /// Tells when a service asks for patience, and when it no longer does.
  private static func watch(_ governor: Governor, _ tell: @Sendable (InventoryEvent) -> Void) async {
    var shown: String?
    for await backOffs in await governor.updates() {
      let longest = backOffs.first
      if let longest { tell(.throttled(service: longest.bucket.service, retryIn: longest.remaining)) }
      if longest == nil, let shown { tell(.throttled(service: shown, retryIn: nil)) }
      shown = longest?.bucket.service
    }
  }
}

extension InventoryReader {
  /// An inventory taken to its end, with sentences for what stood aside.
  package struct Taken: Sendable {
    package var inventory = Inventory()
    package var remarks: [String] = []
  }

  /// Takes an inventory to its end, or for at most `limit`: sources that have not answered by then have failed.
  package func take(
    _ sources: Set<SourceName> = Set(SourceName.allCases),
    within limit: Duration? = nil,
    _ watch: @escaping @Sendable (InventoryEvent) -> Void = { _ in }
  ) async -> Taken {
    let (stream, continuation) = AsyncStream.makeStream(of: InventoryEvent?.self)
    let reading = Task {
      for await event in refresh(sources, describesSecret: false) { continuation.yield(event) }
      continuation.finish()
    }
    let alarm = Task {
      guard let limit else { return }
      try await Task.sleep(for: limit)
      continuation.yield(nil)
    }
    defer {
      reading.cancel()
      alarm.cancel()
    }
    return await withTaskCancellationHandler {
      var taken = Taken()
      var open = sources
      for await event in stream {
        guard let event else {
          for source in open { taken.inventory[problemOf: source] = .late(limit) }
          break
        }
        watch(event)
        taken.inventory.take(event)
        switch event {
        case .organization: open.remove(.organization)
        case .stackSets: open.remove(.stackSets)
        case .appliance: open.remove(.appliance)
        case .failed(let source, _, _): open.remove(source)
        case .remark(let sentence): taken.remarks.append(sentence)
        case .identity, .started, .progress, .organizationGrew, .secret, .throttled, .finished: break
        }
      }
      return taken
    } onCancel: {
      reading.cancel()
      continuation.finish()
    }
  }
}

extension SourceProblem {
  fileprivate static func late(_ limit: Duration?) -> SourceProblem {
    let time = limit.map { "\($0.components.seconds) s" } ?? "the time allowed"
    return SourceProblem(
      kind: .unreachable,
      sentence: "not read to its end within \(time)",
      nextStep: "allow more with --timeout"
    )
  }
}
