/// Why a filter expression cannot be meant.
package enum FilterError: Error, Hashable, Sendable {
  case unfinishedQuote
  case unknownField(String)
  case unknownReadiness(String)
  case emptyValue(field: Filter.Field?)
  case nothingToNegate

  /// One sentence for the prompt.
  package var sentence: String {
    switch self {
    case .unfinishedQuote: "a quote is not closed"
    case .unknownField(let name):
      "no field \"\(name)\"; fields: \(Filter.Field.allCases.map(\.rawValue).joined(separator: " "))"
    case .unknownReadiness(let word):
      "no readiness \"\(word)\"; one of: \(Readiness.allCases.map(\.rawValue).joined(separator: " "))"
    case .emptyValue(let field): field.map { "nothing after \($0.rawValue):" } ?? "empty quotes"
    case .nothingToNegate: "nothing after !"
    }
  }
}
