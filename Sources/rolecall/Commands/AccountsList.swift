import ArgumentParser
import Fleet
import Operations

/// `rolecall accounts`.
struct AccountsList: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts",
    abstract: "List accounts with their readiness.",
    discussion: """
      A filter is made of terms that must all hold: free words look at id, name, e-mail and OU path; field:value looks \
      in one place (id name email ou state readiness stack detailed drift region role purpose reason); ! negates; \
      double quotes keep spaces. ou:/Workloads/Prod is that unit and all below it.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp("Show only accounts that match.", valueName: "expression"),
    transform: { text in
      do throws(FilterError) { return try Filter(parsing: text) } catch { throw ValidationError(error.sentence) }
    }
  )
  var filter: Filter = .everything

  @Flag(help: "End with status 4 if one of the accounts shown is degraded, missing or deploying.")
  var check = false

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let reading = RosterReading(options: options, surroundings: surroundings, sources: Set(SourceName.allCases))
    let roster = try await reading.roster()
    guard roster.sources[.organization]?.hasValue == true else { return .failed }
    let records = AccountRecord.all(of: roster, matching: filter)
    try Printer(surroundings: surroundings, options: options).write(records, table: Self.table)
    let needsWork = records.contains { [.degraded, .missing, .deploying].contains($0.readiness) }
    return check && needsWork ? .notReady : reading.status(of: roster)
  }

  private static func table(_ records: [AccountRecord]) -> Table {
    var table = Table(columns: ["ACCOUNT", "NAME", "OU", "READINESS", "REASON"].map { .init(title: $0) })
    for record in records {
      table.rows.append([
        .init(record.account.id.rawValue),
        .init(record.account.name),
        .init(record.unitPath ?? "?"),
        .init(record.readiness.rawValue, color: record.readiness.color),
        .init(record.reason ?? ""),
      ])
    }
    return table
  }
}
