/// Who besides the function's own account may call it, or one alias or version of it.
struct FunctionPolicy: Hashable, Sendable {
  struct Statement: Hashable, Sendable {
    let id: String
    let action: String
    /// `*`, an account, an ARN, or a service such as `events.amazonaws.com`.
    let principal: String
    var organization: String?
    var sourceARN: String?
    var sourceAccount: String?
  }

  var statements: [Statement] = []
  var revisionID: String

  /// Whether it lets `invoker` call the function.
  func permits(_ invoker: Invoker) -> Bool {
    statements.contains { statement in
      guard ["lambda:InvokeFunction", "lambda:*", "*"].contains(statement.action) else { return false }
      switch invoker {
      case .principal(let arn, let account, let organization):
        guard statement.sourceARN == nil, statement.sourceAccount == nil else { return false }
        if let wanted = statement.organization, wanted != organization { return false }
        return ["*", account, arn, "arn:aws:iam::\(account):root"].contains(statement.principal)
      case .service(let name, let source, let account):
        guard statement.principal == name, statement.organization == nil else { return false }
        if let wanted = statement.sourceAccount, wanted != account { return false }
        return statement.sourceARN.map { Self.matches(source, pattern: $0) } ?? true
      }
    }
  }

  /// `ArnLike`: `*` stands for any run of characters.
  private static func matches(_ text: String, pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last, parts.count > 1 else { return text == pattern }
    guard text.hasPrefix(first), text.hasSuffix(last), text.count >= first.count + last.count else { return false }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  // MARK: As a document

  /// The policy as JSON, as GetPolicy tells it.
  func document(resource: String) -> String {
    let text = JSONWriter.document { json in
      json.member("Version", "2012-10-17")
      json.member("Id", "default")
      json.member("Statement", statements) { json, statement in
        json.object { Self.write(statement, resource, to: &$0) }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func document(_ statement: Statement, resource: String) -> String {
    String(decoding: JSONWriter.document { write(statement, resource, to: &$0) }, as: UTF8.self)
  }

  private static func write(_ statement: Statement, _ resource: String, to json: inout JSONWriter) {
    json.member("Sid", statement.id)
    json.member("Effect", "Allow")
    switch statement.principal {
    case "*": json.member("Principal", "*")
    case let name where name.contains(".amazonaws."): json.member("Principal") { $0.member("Service", name) }
    case let arn where arn.hasPrefix("arn:"): json.member("Principal") { $0.member("AWS", arn) }
    case let account: json.member("Principal") { $0.member("AWS", "arn:aws:iam::\(account):root") }
    }
    json.member("Action", statement.action)
    json.member("Resource", resource)
    let hasEquals = statement.organization != nil || statement.sourceAccount != nil
    guard hasEquals || statement.sourceARN != nil else { return }
    json.member("Condition") { json in
      if hasEquals {
        json.member("StringEquals") {
          $0.member("aws:PrincipalOrgID", statement.organization)
          $0.member("AWS:SourceAccount", statement.sourceAccount)
        }
      }
      if let source = statement.sourceARN { json.member("ArnLike") { $0.member("AWS:SourceArn", source) } }
    }
  }
}
