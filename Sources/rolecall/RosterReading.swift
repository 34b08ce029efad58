import Fleet
import Operations
import Store

/// Takes the inventory that a command needs: from the services, or with `--cached` from the last snapshot.
struct RosterReading {
  let options: GlobalOptions
  let surroundings: Surroundings
  /// The sources that the command's answer rests on.
  let sources: Set<SourceName>

  /// What was read, joined.
  ///
  /// Whatever stood in the way is told on standard error, one line each.
  ///
  /// - Throws: ``OperatorError`` when nothing at all could be read.
  func roster() async throws -> Roster {
    let choice = try ContextChoice(options, in: surroundings)
    let inventory = options.isCached ? try cached(choice) : try await taken(choice)
    let roster = Roster(inventory: inventory, expectations: choice.context.expectations, now: surroundings.now())
    for source in SourceName.allCases where sources.contains(source) {
      if let problem = roster.sources[source]?.problem { try tell(problem, of: source) }
    }
    return roster
  }

  /// Fine, or partial where a source that the answer rests on was not read to its end.
  func status(of roster: Roster) -> ExitStatus {
    let isWhole = sources.allSatisfy { source in
      guard let state = roster.sources[source] else { return false }
      return state.hasValue && state.problem == nil
    }
    let isListed = !sources.contains(.organization) || roster.organization.isComplete
    return isWhole && isListed ? .fine : .partial
  }

  private func tell(_ problem: SourceProblem, of source: SourceName) throws {
    try surroundings.tell("\(source.label): \(problem.sentence)", nextStep: problem.nextStep)
  }

  private func taken(_ choice: ContextChoice) async throws -> Inventory {
    let switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: surroundings.ask,
      now: surroundings.now
    )
    let progress = ProgressLine(stream: surroundings.errors)
    let reader = InventoryReader(switchboard.connections(choice.context))
    let taken = await reader.take(sources, within: options.timeout?.duration) { progress.show($0) }
    progress.clear()
    await switchboard.close()
    try Task.checkCancellation()
    for remark in taken.remarks { try surroundings.tell(remark) }
    return taken.inventory
  }

  private func cached(_ choice: ContextChoice) throws -> Inventory {
    let shelf = SnapshotShelf(choice.configuration, variables: surroundings.variables, now: surroundings.now())
    for remark in shelf.remarks { try surroundings.tell(remark) }
    guard let snapshot = try shelf.load(choice.context) else {
      throw OperatorError(
        sentence: "no snapshot of context \(choice.context.name) is kept",
        nextStep: "leave out --cached, or open the console once"
      )
    }
    return snapshot.inventory
  }
}
