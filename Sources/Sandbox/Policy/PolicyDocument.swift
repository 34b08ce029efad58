/// A policy in IAM's language: as it was written, and taken apart.
struct PolicyDocument: Hashable, Sendable {
  /// What a policy is for, which decides what it must say.
  enum Purpose: Sendable {
    /// Of a role or user.
    case identity
    /// Who may assume a role.
    case trust
    /// Of a secret, a queue, a bucket.
    case resource
  }

  let text: String
  let statements: [PolicyStatement]

  /// - Parameters:
  ///   - text: The policy as JSON.
  ///   - purpose: What it is for.
  /// - Throws: ``PolicyFlaw`` in IAM's words.
  init(_ text: String, for purpose: Purpose) throws(PolicyFlaw) {
    guard let value = JSONValue(Array(text.utf8)), let members = value.object else {
      throw PolicyFlaw("This policy contains invalid Json")
    }
    guard members.keys.allSatisfy(["Version", "Id", "Statement"].contains), let body = members["Statement"],
      ["2012-10-17", "2008-10-17"].contains(members["Version"]?.string ?? "2008-10-17")
    else { throw .syntax }
    let items = body.list ?? [body]
    guard !items.isEmpty || purpose != .identity else { throw .syntax }
    var statements: [PolicyStatement] = []
    for item in items { statements.append(try PolicyStatement(item)) }
    self.text = text
    self.statements = statements
    try check(purpose)
  }

  /// The characters that count against quotas: white space does not.
  var size: Int { text.unicodeScalars.count { !$0.properties.isWhitespace } }

  // MARK: Rules

  private func check(_ purpose: Purpose) throws(PolicyFlaw) {
    let ids = statements.compactMap(\.id)
    guard Set(ids).count == ids.count else {
      throw PolicyFlaw("Statement IDs (SID) in a single policy must be unique.")
    }
    for statement in statements {
      guard let actions = statement.actions, !actions.patterns.isEmpty else {
        throw PolicyFlaw("Policy statement must contain actions.")
      }
      for action in actions.patterns where action.text != "*" {
        let parts = action.text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
          throw PolicyFlaw("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
        }
      }
      switch purpose {
      case .identity: try Self.checkIdentity(statement)
      case .trust: try Self.checkTrust(statement)
      case .resource:
        guard statement.principals != nil else { throw PolicyFlaw("Missing required field Principal") }
      }
    }
  }

  private static func checkIdentity(_ statement: PolicyStatement) throws(PolicyFlaw) {
    guard statement.principals == nil else { throw PolicyFlaw("Policy document should not specify a principal.") }
    guard let resources = statement.resources, !resources.patterns.isEmpty else {
      throw PolicyFlaw("Policy statement must contain resources.")
    }
    for resource in resources.patterns where resource.text != "*" {
      let parts = resource.text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts[0] == "arn", parts.count >= 6 else {
        throw PolicyFlaw("Resource \(resource.text) must be in ARN format or \"*\".")
      }
    }
  }

  private static func checkTrust(_ statement: PolicyStatement) throws(PolicyFlaw) {
    guard statement.resources == nil else { throw PolicyFlaw("Has prohibited field Resource") }
    guard statement.principals?.isEmpty == false else { throw PolicyFlaw("Missing required field Principal") }
    let isAssuming = statement.actions?.patterns.allSatisfy { $0.text.lowercased().hasPrefix("sts:") } ?? false
    guard isAssuming else { throw PolicyFlaw("AssumeRole policy may only specify STS AssumeRole actions.") }
  }
}

/// What is wrong with a policy, as IAM says it.
struct PolicyFlaw: Error, Hashable {
  let message: String

  init(_ message: String) { self.message = message }

  static let syntax = PolicyFlaw("Syntax errors in policy.")
}
