import ArgumentParser
import Operations

/// `rolecall doctor`.
struct DoctorRun: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look whether everything that roles need is in place, and say what mends what is not.",
    discussion: """
      Reads only. Each check is ok, a warning, failing, or not checked: then it says which permission is missing, or \
      why nobody can look from here.

      Exit status: 0, 1 if nothing could be read, 3 if some checks could not be read, with --check 4 if one fails.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Flag(help: "End with status 4 if a check fails.")
  var check = false

  func perform(in surroundings: Surroundings) async throws -> ExitStatus {
    let context = try ContextChoice(options, in: surroundings).context
    let switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: surroundings.ask,
      now: surroundings.now
    )
    let checks = await Doctor(switchboard.connections(context)).report(within: options.timeout?.duration)
    await switchboard.close()
    try Task.checkCancellation()
    try Printer(surroundings: surroundings, options: options).write(checks.map(DoctorRecord.init)) { width, isColored in
      DoctorSheet(checks: checks, width: width, isColored: isColored).text
    }
    return status(of: DoctorTally(checks))
  }

  private func status(of tally: DoctorTally) -> ExitStatus {
    if tally.fine + tally.warnings + tally.failing == 0 { return .failed }
    if check, tally.failing > 0 { return .notReady }
    return tally.unread > 0 ? .partial : .fine
  }
}
