import ArgumentParser
import Fleet
import Operations
import Terminal

/// `rolecall roles`.
struct RolesList: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "roles",
    abstract: "List the roles that the appliance knows."
  )

  @OptionGroup var options: GlobalOptions

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let reading = RosterReading(options: options, surroundings: surroundings, sources: [.organization, .appliance])
    let roster = try await reading.roster()
    guard roster.sources[.appliance]?.hasValue == true else { return .failed }
    try Printer(surroundings: surroundings, options: options).write(RoleRecord.all(of: roster), table: Self.table)
    return reading.status(of: roster)
  }

  private static func table(_ records: [RoleRecord]) -> Table {
    var table = Table(columns: ["NAME", "ACCOUNT", "ROLE", "PURPOSE", "BELONGS"].map { .init(title: $0) })
    for record in records {
      table.rows.append([
        .init(record.registration.name),
        .init(record.registration.account?.rawValue ?? ""),
        .init(record.registration.roleName),
        .init(record.registration.purpose?.rawValue ?? ""),
        .init(word(record.belonging), color: record.belonging == .orphan ? .yellow : .plain),
      ])
    }
    return table
  }

  private static func word(_ belonging: Roster.Belonging) -> String {
    switch belonging {
    case .member: "member"
    case .orphan: "orphan"
    case .foreign: "foreign"
    case .undecided: "?"
    }
  }
}
