import ArgumentParser
import Fleet
import Operations

/// `rolecall contexts`.
struct ContextsList: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "contexts",
    abstract: "List the contexts of the configuration.",
    usage: "rolecall contexts [<options>] [use <name>]",
    subcommands: [ContextUse.self]
  )

  @OptionGroup var options: GlobalOptions

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let file = ConfigurationFile(option: options.config, environment: surroundings.variables)
    guard let configuration = try file?.read() else { throw ContextChoice.missing(at: file?.path) }
    let current = configuration.current ?? (configuration.contexts.count == 1 ? configuration.contexts[0].name : nil)
    let records = configuration.contexts.map { ContextRecord($0, isCurrent: $0.name == current) }
    try Printer(surroundings: surroundings, options: options).write(records, table: Self.table)
    return .fine
  }

  private static func table(_ records: [ContextRecord]) -> Table {
    var table = Table(columns: ["CURRENT", "CONTEXT", "ACCESS", "REGION", "APPLIANCE"].map { .init(title: $0) })
    for record in records {
      table.rows.append([
        .init(record.isCurrent ? "*" : ""), .init(record.context.name), .init(record.context.access.rawValue),
        .init(record.context.organization.region?.rawValue ?? ""),
        .init(record.context.appliance?.place ?? ""),
      ])
    }
    return table
  }
}
