import FoundationEssentials

/// One line of a statement's `Condition`: an operator, a key and the values of which one has to hold.
///
/// Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
struct PolicyCondition: Hashable, Sendable {
  private enum Comparison: String {
    case stringEquals = "StringEquals"
    case stringNotEquals = "StringNotEquals"
    case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
    case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
    case stringLike = "StringLike"
    case stringNotLike = "StringNotLike"
    case arnEquals = "ArnEquals"
    case arnNotEquals = "ArnNotEquals"
    case arnLike = "ArnLike"
    case arnNotLike = "ArnNotLike"
    case boolean = "Bool"
    case null = "Null"
    case numericEquals = "NumericEquals"
    case numericNotEquals = "NumericNotEquals"
    case numericLessThan = "NumericLessThan"
    case numericLessThanEquals = "NumericLessThanEquals"
    case numericGreaterThan = "NumericGreaterThan"
    case numericGreaterThanEquals = "NumericGreaterThanEquals"
    case dateLessThan = "DateLessThan"
    case dateGreaterThan = "DateGreaterThan"

    /// These hold where the key is missing, and need every value of the policy to differ.
    var isNegated: Bool { rawValue.contains("Not") }
  }

  private enum Quantifier: String {
    case all = "ForAllValues"
    case any = "ForAnyValue"
  }

  private let comparison: Comparison
  private let quantifier: Quantifier?
  private let ifExists: Bool
  /// In small letters.
  let key: String
  let values: [String]

  /// - Parameters:
  ///   - name: The operator as the policy has it: `ForAnyValue:StringLikeIfExists`.
  ///   - key: The condition key.
  ///   - values: What it is compared with.
  /// - Throws: ``PolicyFlaw`` for an operator that IAM does not know.
  init(_ name: String, key: String, values: [String]) throws(PolicyFlaw) {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    quantifier = parts.count == 2 ? Quantifier(rawValue: parts[0]) : nil
    var word = parts.last ?? ""
    ifExists = word.hasSuffix("IfExists")
    if ifExists { word.removeLast("IfExists".count) }
    guard parts.count == 1 || quantifier != nil, let comparison = Comparison(rawValue: word) else {
      throw PolicyFlaw("Invalid Condition type : \(name).")
    }
    self.comparison = comparison
    self.key = key.lowercased()
    self.values = values
  }

  func holds(for request: AccessRequest) -> Bool {
    let found = request.context[key]
    if comparison == .null { return values.contains { ($0 == "true") == (found ?? []).isEmpty } }
    guard let found, !found.isEmpty else { return ifExists || comparison.isNegated || quantifier == .all }
    switch quantifier {
    case .all: return found.allSatisfy { holds(for: $0, request) }
    case .any, nil: return found.contains { holds(for: $0, request) }
    }
  }

  private func holds(for value: String, _ request: AccessRequest) -> Bool {
    let patterns = values.compactMap { PolicyPattern($0).resolved(for: request)?.text }
    return comparison.isNegated
      ? patterns.allSatisfy { !matches($0, value) } : patterns.contains { matches($0, value) }
  }

  /// The comparison without its negation.
  private func matches(_ pattern: String, _ value: String) -> Bool {
    switch comparison {
    case .stringEquals, .stringNotEquals: pattern == value
    case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase: pattern.lowercased() == value.lowercased()
    case .stringLike, .stringNotLike, .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
      PolicyPattern(pattern).matches(value)
    case .boolean: pattern.lowercased() == value.lowercased()
    case .numericEquals, .numericNotEquals: Self.numbers(value, pattern, ==)
    case .numericLessThan: Self.numbers(value, pattern, <)
    case .numericLessThanEquals: Self.numbers(value, pattern, <=)
    case .numericGreaterThan: Self.numbers(value, pattern, >)
    case .numericGreaterThanEquals: Self.numbers(value, pattern, >=)
    // ISO 8601 in UTC sorts as text.
    case .dateLessThan: value < pattern
    case .dateGreaterThan: value > pattern
    case .null: false
    }
  }

  private static func numbers(_ one: String, _ other: String, _ compare: (Double, Double) -> Bool) -> Bool {
    guard let one = Double(one), let other = Double(other) else { return false }
    return compare(one, other)
  }
}
