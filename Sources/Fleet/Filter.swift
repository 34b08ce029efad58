/// A filter expression over accounts: terms that must all hold.
///
/// Free words match id, name, e-mail and OU path; `field:value` looks in one place; a leading `!` turns a term round;
/// double quotes keep spaces and take a word's special meaning away. A bare readiness word means `readiness:`.
/// `ou:/A/B` is that unit and all below it, the root left out; a `/` inside a name is written `\/`. Case never matters.
package struct Filter: Hashable, Sendable {
  /// Where a term looks.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case id, name, email, ou, state, readiness, stack, detailed, drift, region, role, purpose, reason
  }

  package struct Term: Hashable, Sendable {
    package let isNegated: Bool
    /// Nil: any of id, name, e-mail and OU path.
    package let field: Field?
    /// Lower-cased.
    package let value: String
  }

  /// The expression as typed.
  package let text: String
  package let terms: [Term]

  /// Matches every account.
  package static let everything = Filter(text: "", terms: [])

  package var isEverything: Bool { terms.isEmpty }

  private init(text: String, terms: [Term]) {
    self.text = text
    self.terms = terms
  }

  /// Reads an expression.
  ///
  /// - Throws: ``FilterError`` for what cannot be meant; never falls back to "everything".
  package init(parsing text: String) throws(FilterError) {
    var terms: [Term] = []
    for word in try Word.split(text) {
      terms.append(try Self.term(of: word))
    }
    self.init(text: text, terms: terms)
  }

  private static func term(of word: Word) throws(FilterError) -> Term {
    var body = word
    let isNegated = body.dropNegation()
    if body.characters.isEmpty { throw isNegated ? .nothingToNegate : .emptyValue(field: nil) }
    guard let (name, value) = body.splitAtColon() else {
      let plain = body.text.lowercased()
      let isReadiness = !body.hasQuotes && Readiness(rawValue: plain) != nil
      return Term(isNegated: isNegated, field: isReadiness ? .readiness : nil, value: plain)
    }
    guard let field = Field(rawValue: name.lowercased()) else { throw .unknownField(name) }
    let lowered = value.lowercased()
    if lowered.isEmpty { throw .emptyValue(field: field) }
    if field == .readiness, Readiness(rawValue: lowered) == nil { throw .unknownReadiness(value) }
    return Term(isNegated: isNegated, field: field, value: lowered)
  }

  /// A word of the expression, each character with whether it stood inside quotes.
  private struct Word {
    var characters: [(character: Character, isQuoted: Bool)] = []
    var hasQuotes = false

    var text: String { String(characters.map(\.character)) }

    mutating func dropNegation() -> Bool {
      guard let first = characters.first, first.character == "!", !first.isQuoted else { return false }
      characters.removeFirst()
      return true
    }

    func splitAtColon() -> (name: String, value: String)? {
      guard let colon = characters.firstIndex(where: { $0.character == ":" && !$0.isQuoted }), colon > 0 else {
        return nil
      }
      let name = String(characters[..<colon].map(\.character))
      return (name, String(characters[(colon + 1)...].map(\.character)))
    }

    static func split(_ text: String) throws(FilterError) -> [Word] {
      var words: [Word] = []
      var word = Word()
      var isQuoted = false
      for character in text {
        if character == "\"" {
          isQuoted.toggle()
          word.hasQuotes = true
        } else if character.isWhitespace, !isQuoted {
          if !word.characters.isEmpty || word.hasQuotes { words.append(word) }
          word = Word()
        } else {
          word.characters.append((character, isQuoted))
        }
      }
      if isQuoted { throw .unfinishedQuote }
      if !word.characters.isEmpty || word.hasQuotes { words.append(word) }
      return words
    }
  }
}
