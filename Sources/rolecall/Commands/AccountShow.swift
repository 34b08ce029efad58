import ArgumentParser
import Fleet
import Operations

/// `rolecall account ID`.
struct AccountShow: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "Show all that is known of one account."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The account's id, twelve digits.")
  var id: AccountID

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let reading = RosterReading(options: options, surroundings: surroundings, sources: Set(SourceName.allCases))
    let roster = try await reading.roster()
    guard roster.sources[.organization]?.hasValue == true else { return .failed }
    guard let index = roster.organization.index(of: id) else {
      let count = roster.organization.accounts.count
      throw OperatorError(
        sentence: roster.organization.isComplete
          ? "account \(id) is not in the organization" : "account \(id) is not among the \(count) that could be read"
      )
    }
    let record = AccountRecord(index, of: roster)
    try Printer(surroundings: surroundings, options: options).write(record, table: Self.table)
    return reading.status(of: roster)
  }

  private static func table(_ record: AccountRecord) -> Table {
    var table = Table(columns: [.init(title: "FACT"), .init(title: "VALUE")])
    func add(_ fact: String, _ value: String?) { table.rows.append([.init(fact), .init(value ?? "?")]) }
    add("account", record.account.id.rawValue)
    add("name", record.account.name)
    add("e-mail", record.account.email)
    add("state", record.account.state.rawValue)
    add("OU", record.unitPath)
    table.rows.append([
      .init("readiness"), .init(record.readiness.rawValue, color: record.readiness.color),
    ])
    if let reason = record.reason { add("reason", reason) }
    if record.instances == nil { add("stack instance", nil) }
    for instance in record.instances ?? [] {
      let words = [instance.status.rawValue, instance.detailedStatus?.rawValue, instance.driftStatus?.rawValue]
      add(
        "stack instance",
        "\(instance.stackSet) \(instance.region) \(words.compactMap { $0 }.joined(separator: " "))"
      )
      if let reason = instance.statusReason { add("", reason) }
    }
    if record.registrations == nil { add("role", nil) }
    for registration in record.registrations ?? [] { add("role", "\(registration.name) \(registration.roleName)") }
    if let missing = record.missingPurposes, !missing.isEmpty {
      add("missing roles", missing.map(\.rawValue).joined(separator: ", "))
    }
    return table
  }
}

extension AccountID: ExpressibleByArgument {
  package init?(argument: String) { self.init(rawValue: argument) }
}
