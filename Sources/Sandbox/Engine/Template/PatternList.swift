import Synchronization

/// The allowed patterns of a template, each value matched once however many stacks have it.
///
/// Patterns are Java's for CloudFormation; those that templates use are Swift's too, with ASCII classes. They have to
/// match the whole value.
final class PatternList: Sendable {
  private struct Question: Hashable {
    let text: String
    let pattern: String
  }

  private let verdicts = Mutex<[Question: Bool]>([:])
  /// Values remembered at most; templates have few, and stacks of one template mostly share them.
  private static let capacity = 4_096

  func matches(_ text: String, _ pattern: String) throws(ServiceFailure) -> Bool {
    let question = Question(text: text, pattern: pattern)
    if let known = verdicts.withLock({ $0[question] }) { return known }
    let verdict = try Self.match(text, pattern)
    verdicts.withLock { verdicts in
      if verdicts.count >= Self.capacity { verdicts = [:] }
      verdicts[question] = verdict
    }
    return verdict
  }

  private static func match(_ text: String, _ pattern: String) throws(ServiceFailure) -> Bool {
    do {
      let regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
        .asciiOnlyDigits().asciiOnlyWordCharacters().asciiOnlyWhitespace()
      return try regex.wholeMatch(in: text) != nil
    } catch {
      throw .validation("Template format error: AllowedPattern '\(pattern)' is not a valid regular expression")
    }
  }
}
