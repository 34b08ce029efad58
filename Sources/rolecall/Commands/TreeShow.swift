import ArgumentParser
import Fleet
import Operations

/// `rolecall tree`.
struct TreeShow: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree",
    abstract: "Show the organization's units with accounts ready and in all.",
    discussion: "Both numbers count the whole subtree, excluded accounts included."
  )

  @OptionGroup var options: GlobalOptions

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let reading = RosterReading(options: options, surroundings: surroundings, sources: Set(SourceName.allCases))
    let roster = try await reading.roster()
    guard let tree = TreeRecord(roster) else {
      // The reason stands on standard error already, unless the organization has no unit at all.
      return .failed
    }
    let printer = Printer(surroundings: surroundings, options: options)
    let lines = tree.flattened()
    try printer.write(tree, rows: lines.map(\.record)) { _ in Self.table(lines) }
    return reading.status(of: roster)
  }

  private static func table(_ lines: [(depth: Int, record: TreeRecord)]) -> Table {
    var table = Table(columns: [
      .init(title: "UNIT"), .init(title: "READY", isNumber: true), .init(title: "ACCOUNTS", isNumber: true),
      .init(title: "ID"),
    ])
    for (depth, record) in lines {
      table.rows.append([
        .init(String(repeating: "  ", count: depth) + record.unit.label),
        .init(record.ready.map(String.init) ?? "?"),
        .init(record.accounts.map(String.init) ?? "?"),
        .init(record.unit.id.rawValue),
      ])
    }
    return table
  }
}
