import ArgumentParser
import Fleet
import Operations

/// `rolecall whoami`.
struct IdentityShow: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami",
    abstract: "Show who the services say we are, for each account that the context works in."
  )

  @OptionGroup var options: GlobalOptions

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let context = try ContextChoice(options, in: surroundings).context
    let switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: surroundings.ask,
      now: surroundings.now
    )
    let connections = switchboard.connections(context)
    var records: [IdentityRecord] = []
    for hat in Hat.allCases where hat == .organization || context.backup != nil {
      let identity = await connections.identity(of: hat, within: options.timeout?.duration)
      records.append(IdentityRecord(context: context.name, hat: hat, identity: identity))
    }
    await switchboard.close()
    try Task.checkCancellation()
    try Printer(surroundings: surroundings, options: options).write(records, table: Self.table)
    let problems = records.compactMap(\.problem)
    for problem in problems { try surroundings.tell(problem.sentence, nextStep: problem.nextStep) }
    return problems.isEmpty ? .fine : problems.count == records.count ? .failed : .partial
  }

  private static func table(_ records: [IdentityRecord]) -> Table {
    var table = Table(columns: ["CONTEXT", "HAT", "ACCOUNT", "ARN"].map { .init(title: $0) })
    for record in records {
      let identity = try? record.identity.get()
      table.rows.append([
        .init(record.context), .init(record.hat.rawValue), .init(identity?.account.rawValue ?? "?"),
        .init(identity?.arn ?? "?"),
      ])
    }
    return table
  }
}
