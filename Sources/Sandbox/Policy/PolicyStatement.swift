/// One statement of a policy.
struct PolicyStatement: Hashable, Sendable {
  enum Effect: String, Sendable {
    case allow = "Allow"
    case deny = "Deny"
  }

  /// `Action` or `NotAction`, `Resource` or `NotResource`.
  struct Names: Hashable, Sendable {
    let patterns: [PolicyPattern]
    let isNegated: Bool
  }

  /// One of the principals, with what it is: `AWS`, `Service`, `Federated`, or `*` for everybody.
  struct Principal: Hashable, Sendable {
    let type: String
    let value: String

    func matches(_ who: PolicyPrincipal) -> Bool {
      switch type {
      case "*": true
      case "Service": value == who.service
      case "AWS" where who.service == nil:
        value == "*" || value == who.account || value.hasSuffix(":iam::\(who.account):root") || who.arns.contains(value)
      default: false
      }
    }
  }

  let id: String?
  let effect: Effect
  /// Nil when the statement names none, as in the policies of an identity.
  let principals: [Principal]?
  let hasNegatedPrincipals: Bool
  let actions: Names?
  let resources: Names?
  let conditions: [PolicyCondition]

  func applies(to request: AccessRequest) -> Bool {
    guard let actions, actions.isNegated != actions.patterns.contains(where: { $0.matchesIgnoringCase(request.action) })
    else { return false }
    if let resources {
      let isNamed = resources.patterns.contains { pattern in
        guard let pattern = pattern.resolved(for: request) else { return false }
        return request.resources.contains { pattern.matches($0) }
      }
      guard resources.isNegated != isNamed else { return false }
    }
    if let principals {
      guard let who = request.principal, hasNegatedPrincipals != principals.contains(where: { $0.matches(who) }) else {
        return false
      }
    }
    return conditions.allSatisfy { $0.holds(for: request) }
  }
}

// MARK: Reading

extension PolicyStatement {
  private static let elements: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
  ]

  init(_ value: JSONValue) throws(PolicyFlaw) {
    guard let members = value.object, members.keys.allSatisfy(Self.elements.contains),
      let effect = members["Effect"]?.string.flatMap(Effect.init)
    else { throw .syntax }
    id = members["Sid"]?.string
    self.effect = effect
    actions = try Self.names("Action", in: members)
    resources = try Self.names("Resource", in: members)
    hasNegatedPrincipals = members["NotPrincipal"] != nil
    principals = try (members["Principal"] ?? members["NotPrincipal"]).map(Self.principals)
    conditions = try Self.conditions(in: members["Condition"])
  }

  private static func names(_ name: String, in members: [String: JSONValue]) throws(PolicyFlaw) -> Names? {
    let negated = members["Not\(name)"]
    guard let value = members[name] ?? negated else { return nil }
    guard members[name] == nil || negated == nil else { throw .syntax }
    return Names(patterns: try texts(value).map(PolicyPattern.init), isNegated: negated != nil)
  }

  /// One text, or a list of texts.
  private static func texts(_ value: JSONValue) throws(PolicyFlaw) -> [String] {
    switch value {
    case .string(let text): return [text]
    case .boolean(let flag): return ["\(flag)"]
    case .number(let number): return [Int(exactly: number).map { "\($0)" } ?? "\(number)"]
    case .list(let items):
      var found: [String] = []
      for item in items {
        guard item.list == nil else { throw .syntax }
        found += try texts(item)
      }
      return found
    case .object, .null: throw .syntax
    }
  }

  private static func principals(_ value: JSONValue) throws(PolicyFlaw) -> [Principal] {
    if value == "*" { return [Principal(type: "*", value: "*")] }
    guard let members = value.object else { throw .syntax }
    var found: [Principal] = []
    for (type, value) in members.sorted(by: { $0.key < $1.key }) {
      guard ["AWS", "Service", "Federated", "CanonicalUser"].contains(type) else { throw .syntax }
      found += try texts(value).map { Principal(type: type, value: $0) }
    }
    return found
  }

  private static func conditions(in value: JSONValue?) throws(PolicyFlaw) -> [PolicyCondition] {
    guard let value else { return [] }
    guard let operators = value.object else { throw .syntax }
    var found: [PolicyCondition] = []
    for (name, lines) in operators.sorted(by: { $0.key < $1.key }) {
      guard let lines = lines.object else { throw .syntax }
      for (key, values) in lines.sorted(by: { $0.key < $1.key }) {
        found.append(try PolicyCondition(name, key: key, values: try texts(values)))
      }
    }
    return found
  }
}
