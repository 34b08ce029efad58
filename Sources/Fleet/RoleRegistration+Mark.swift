extension RoleRegistration {
  /// The mark that the configurator function writes into the description of entries it made.
  ///
  /// Form: `rolecall/1 <organization id> <first 32 hex of SHA-256(StackId)>`, then ` released` once it was let go; what
  /// people write behind it is theirs.
  package struct Mark: Hashable, Sendable {
    private static let generation = "rolecall/1"
    private static let letGo = "released"
    /// What appliances take for a description.
    private static let longestDescription = 255

    package let organization: String
    package let stackDigest: String
    package var isReleased: Bool

    package init(organization: String, stackDigest: String, isReleased: Bool = false) {
      self.organization = organization
      self.stackDigest = stackDigest
      self.isReleased = isReleased
    }

    /// The mark that a description begins with.
    package init?(description: String) {
      let words = description.split(separator: " ")
      guard words.count >= 3, words[0] == Self.generation, words[2].utf8.count == 32 else { return nil }
      self.init(
        organization: String(words[1]),
        stackDigest: String(words[2]),
        isReleased: words.count > 3 && words[3] == Self.letGo
      )
    }

    /// The description of an entry with this mark instead of the one, or none, that `old` begins with.
    ///
    /// What people wrote stays behind it, as far as there is room.
    package func description(keeping old: String = "") -> String {
      var rest = old.split(separator: " ")[...]
      if let mark = Mark(description: old) { rest = rest.dropFirst(mark.isReleased ? 4 : 3) }
      // A note of that word alone would let the entry go.
      if rest.first == Self.letGo[...] { rest.insert("-", at: rest.startIndex) }
      let own = [Self.generation, organization, stackDigest] + (isReleased ? [Self.letGo] : [])
      let text = (own.map { $0[...] } + rest).joined(separator: " ")
      return String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.longestDescription)))
    }
  }
}
