import FoundationEssentials

/// What environments leave in the world and take from it.
extension World {
  /// A session of the function's role, as Lambda opens it for each environment.
  func executionSession(of version: FunctionVersion) -> SessionCredentials {
    let role = version.settings.role.split(separator: "/").last.map(String.init) ?? version.functionName
    let account = version.functionARN.split(separator: ":")[4]
    return issueSession(
      account: String(account),
      role: role,
      session: version.functionName,
      lifetime: .seconds(12 * 3_600),
      rights: Identity.Rights(
        source: .role(arn: version.settings.role),
        sourceFunction: version.functionARN
      )
    )
  }

  func write(_ events: [LogStore.Event], to stream: String, of version: FunctionVersion) {
    let parts = version.functionARN.split(separator: ":").map(String.init)
    perform { state, now in
      state.logs.write(events, to: stream, of: version.logGroup, account: parts[4], region: parts[3], at: now)
    }
  }
}
