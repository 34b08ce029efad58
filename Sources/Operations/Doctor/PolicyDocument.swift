import FoundationEssentials

/// A policy of IAM, Organizations or a resource, as far as checks need to read it.
///
/// Source: IAM User Guide, "Grammar of the IAM JSON policy language" (read 2026-11): every list may be a single value.
struct PolicyDocument: Decodable, Hashable {
  struct Statement: Decodable, Hashable {
    let isAllowing: Bool
    /// Identifiers of principals: `*`, ARNs, services.
    let principals: [String]
    let actions: [String]
    /// The statement is about every action but these.
    let exceptedActions: [String]
    let resources: [String]
    /// Operator, key and values of each condition.
    let conditions: [String: [String: [String]]]

    enum CodingKeys: String, CodingKey {
      case effect = "Effect"
      case principal = "Principal"
      case action = "Action"
      case notAction = "NotAction"
      case resource = "Resource"
      case condition = "Condition"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      isAllowing = try container.decode(String.self, forKey: .effect) == "Allow"
      principals = try container.decodeIfPresent(Principal.self, forKey: .principal)?.identifiers ?? []
      actions = try container.decodeIfPresent(OneOrMany.self, forKey: .action)?.values ?? []
      exceptedActions = try container.decodeIfPresent(OneOrMany.self, forKey: .notAction)?.values ?? []
      resources = try container.decodeIfPresent(OneOrMany.self, forKey: .resource)?.values ?? ["*"]
      let conditions = try container.decodeIfPresent([String: [String: OneOrMany]].self, forKey: .condition) ?? [:]
      self.conditions = conditions.mapValues { $0.mapValues(\.values) }
    }

    /// Whether it is about `action`, upper and lower case alike, as IAM takes them.
    func covers(action: String) -> Bool {
      let action = action.lowercased()
      if !exceptedActions.isEmpty { return !exceptedActions.contains { Wildcard.matches($0.lowercased(), action) } }
      return actions.contains { Wildcard.matches($0.lowercased(), action) }
    }

    func covers(resource: String) -> Bool { resources.contains { Wildcard.matches($0, resource) } }

    /// Values of a condition key, under whatever operator.
    func values(ofCondition key: String) -> [String] {
      conditions.values.flatMap { keys in
        keys.filter { $0.key.lowercased() == key.lowercased() }.flatMap(\.value)
      }
    }
  }

  let statements: [Statement]

  enum CodingKeys: String, CodingKey {
    case statements = "Statement"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let many = try? container.decode([Statement].self, forKey: .statements) {
      statements = many
    } else {
      statements = [try container.decode(Statement.self, forKey: .statements)]
    }
  }

  /// Nil for a text that is no policy.
  init?(_ text: String) {
    guard let document = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
    self = document
  }

  /// Whether some statement allows it and none denies it, whatever their conditions.
  func allows(_ action: String, on resource: String) -> Bool {
    let concerned = statements.filter { $0.covers(action: action) && $0.covers(resource: resource) }
    return concerned.contains(where: \.isAllowing) && !concerned.contains { !$0.isAllowing && $0.conditions.isEmpty }
  }

  private struct OneOrMany: Decodable {
    let values: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        values = [one]
      } else if let flag = try? container.decode(Bool.self) {
        values = [flag ? "true" : "false"]
      } else {
        values = try container.decode([String].self)
      }
    }
  }

  private struct Principal: Decodable {
    let identifiers: [String]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        identifiers = [one]
      } else {
        identifiers = try container.decode([String: OneOrMany].self).values.flatMap(\.values).sorted()
      }
    }
  }
}

/// Patterns with `*` and `?`, as policies have them.
enum Wildcard {
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
    var (p, t, star, mark) = (0, 0, -1, 0)
    while t < text.count {
      if p < pattern.count, pattern[p] == text[t] || pattern[p] == UInt8(ascii: "?") {
        (p, t) = (p + 1, t + 1)
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        (star, mark, p) = (p, t, p + 1)
      } else if star >= 0 {
        mark += 1
        (p, t) = (star + 1, mark)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
