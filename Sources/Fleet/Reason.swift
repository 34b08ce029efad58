/// Why an account has the readiness it has.
///
/// Equal reasons make one row where accounts are grouped by cause.
package enum Reason: Hashable, Sendable {
  case managementAccount
  case notActive(AccountState)
  /// The context leaves it out, with the words of whoever wrote it there.
  case leftOut(String)
  case outsideTargets
  case unread(SourceName)
  case stackSetNotFound(StackSetName)
  /// Neither the context nor the stack set's template says which roles to expect.
  case purposesUnknown
  case operation(String)
  case noInstance
  case noInstanceInRegion(RegionName)
  case instance(StackInstance.Status, StackInstance.DetailedStatus?)
  case notRegistered([Purpose])

  /// One sentence without a full stop, for a column and for JSON.
  package var sentence: String {
    switch self {
    case .managementAccount: "management account: service-managed stack sets leave it out"
    case .notActive(let state): "account is \(state.rawValue)"
    case .leftOut(let why): why.isEmpty ? "left out by the context" : "left out by the context: \(why)"
    case .outsideTargets: "outside the stack set's targets"
    case .unread(let source): "\(source.label) not read"
    case .stackSetNotFound(let name): "stack set \(name.rawValue) not found"
    case .purposesUnknown: "expected roles not known: neither context nor template says"
    case .operation(let id): id.isEmpty ? "an operation is on it" : "operation \(id) is on it"
    case .noInstance: "no stack instance"
    case .noInstanceInRegion(let region): "no stack instance in \(region.rawValue)"
    case .instance(let status, let detailed): Self.words(status, detailed)
    case .notRegistered(let purposes):
      "not registered: \(purposes.map(\.rawValue).joined(separator: ", "))"
    }
  }

  /// AWS's own words, with the misleading pair explained.
  ///
  /// OUTDATED with PENDING is what a partial update leaves on instances it did not touch: nothing is pending
  /// (cloudformation-coverage-roadmap#1751).
  private static func words(_ status: StackInstance.Status, _ detailed: StackInstance.DetailedStatus?) -> String {
    let detail = detailed?.rawValue ?? "no detailed status"
    if status == .outdated, detailed == .pending {
      return "stack instance OUTDATED, PENDING (left out of an update: nothing is pending)"
    }
    return "stack instance \(status.rawValue), \(detail)"
  }
}
