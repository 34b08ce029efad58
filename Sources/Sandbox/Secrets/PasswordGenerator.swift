/// What Secrets Manager draws random passwords by.
///
/// Source: Secrets Manager API Reference, GetRandomPassword; CloudFormation's GenerateSecretString has the same rules.
struct PasswordGenerator: Hashable, Sendable {
  var length = 32
  var excludedCharacters = ""
  var excludesNumbers = false
  var excludesPunctuation = false
  var excludesUppercase = false
  var excludesLowercase = false
  var includesSpace = false
  var requiresEachType = true

  /// - Throws: `InvalidParameterException` when nothing is left to draw from, or too little room for each type.
  func password(_ generator: inout SeededGenerator) throws(ServiceFailure) -> String {
    guard (1...4_096).contains(length) else {
      throw Self.invalid("Password length must be between 1 and 4096 characters.")
    }
    let excluded = Set(excludedCharacters.utf8)
    let types = Self.types(self).map { type in Array(type.utf8).filter { !excluded.contains($0) } }
      .filter { !$0.isEmpty }
    guard !types.isEmpty else { throw Self.invalid("No characters are left to make a password of.") }
    guard !requiresEachType || length >= types.count else {
      throw Self.invalid("Password length is too short to include each type of character.")
    }
    var letters = requiresEachType ? types.map { generator.text(1, from: $0) } : []
    letters += (letters.count..<length).map { _ in generator.text(1, from: types.flatMap(\.self)) }
    return letters.shuffled(using: &generator).joined()
  }

  private static func types(_ rule: PasswordGenerator) -> [String] {
    var types: [String] = []
    if !rule.excludesLowercase { types.append("abcdefghijklmnopqrstuvwxyz") }
    if !rule.excludesUppercase { types.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ") }
    if !rule.excludesNumbers { types.append("0123456789") }
    if !rule.excludesPunctuation { types.append(##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##) }
    if rule.includesSpace { types.append(" ") }
    return types
  }

  private static func invalid(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "InvalidParameterException", message: message)
  }
}
