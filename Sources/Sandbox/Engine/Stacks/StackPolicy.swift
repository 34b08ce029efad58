/// A stack policy: which updates of which resources are allowed.
///
/// What it does not allow is denied.
///
/// Source: CloudFormation User Guide, "Prevent updates to stack resources".
struct StackPolicy: Hashable, Sendable {
  enum Action: String, Sendable {
    case modify = "Update:Modify"
    case replace = "Update:Replace"
    case delete = "Update:Delete"
  }

  private struct Statement: Hashable {
    var allows: Bool
    var actions: [String]?
    var notActions: [String] = []
    var resources: [String]?
    var notResources: [String] = []
    /// Patterns of resource types; nil for any type.
    var types: [String]?
  }

  private let statements: [Statement]

  /// - Throws: `ValidationError` for what is no stack policy.
  init(_ body: String) throws(ServiceFailure) {
    guard let list = JSONValue([UInt8](body.utf8))?["Statement"].map({ $0.list ?? [$0] }) else { throw Self.invalid }
    var statements: [Statement] = []
    for item in list {
      guard let effect = item["Effect"]?.string, ["Allow", "Deny"].contains(effect), item["Principal"] == "*" else {
        throw Self.invalid
      }
      let actions = Self.texts(item["Action"])
      guard actions != nil || item["NotAction"] != nil else { throw Self.invalid }
      statements.append(
        Statement(
          allows: effect == "Allow",
          actions: actions,
          notActions: Self.texts(item["NotAction"]) ?? [],
          resources: Self.texts(item["Resource"]),
          notResources: Self.texts(item["NotResource"]) ?? [],
          types: Self.types(item["Condition"])
        )
      )
    }
    self.statements = statements
  }

  private static let invalid = ServiceFailure.validation("Error validating stack policy: Invalid stack policy")

  private static func texts(_ value: JSONValue?) -> [String]? {
    value.map { ($0.list ?? [$0]).compactMap(\.string) }
  }

  private static func types(_ condition: JSONValue?) -> [String]? {
    condition.flatMap { texts($0["StringEquals"]?["ResourceType"]) ?? texts($0["StringLike"]?["ResourceType"]) }
  }

  /// Why `action` is denied, as the resource's event says it; nil when it is allowed.
  func denial(of action: Action, logicalID: String, type: String) -> String? {
    let resource = "LogicalResourceId/\(logicalID)"
    let matching = statements.enumerated().filter { Self.matches($0.element, action.rawValue, resource, type) }
    if let denying = matching.first(where: { !$0.element.allows }) {
      return """
        Action denied by stack policy: Statement [#\(denying.offset + 1)] does not allow [\(action.rawValue)] \
        for resource [\(resource)];
        """
    }
    return matching.isEmpty ? "Action not allowed by stack policy" : nil
  }

  private static func matches(_ statement: Statement, _ action: String, _ resource: String, _ type: String) -> Bool {
    let hasAction =
      statement.actions?.contains { matches($0, action) } ?? !statement.notActions.contains { matches($0, action) }
    // A statement with neither names no resource.
    let hasResource =
      statement.resources?.contains { matches($0, resource) }
      ?? (!statement.notResources.isEmpty && !statement.notResources.contains { matches($0, resource) })
    return hasAction && hasResource && (statement.types?.contains { matches($0, type) } ?? true)
  }

  /// Whether `text` fits a pattern with stars.
  private static func matches(_ pattern: String, _ text: String) -> Bool {
    let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return pattern == text }
    guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let range = rest.firstRange(of: piece) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
