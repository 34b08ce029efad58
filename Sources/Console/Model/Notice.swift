import FoundationEssentials

/// A sentence for the status line about what just happened.
struct Notice: Hashable, Sendable {
  enum Tone: Hashable, Sendable { case plain, warning, failure }

  let text: String
  let tone: Tone
  /// Gone after this moment; nil: gone with the next key.
  let until: Date?

  init(_ text: String, tone: Tone = .plain, until: Date? = nil) {
    self.text = text
    self.tone = tone
    self.until = until
  }
}
