/// Why a source could not be read, in words for a person, with the way out.
package struct SourceProblem: Hashable, Sendable, Error {
  package enum Kind: String, Hashable, Sendable, Codable {
    /// The sign-in has expired or is missing: signing in again mends it.
    case signIn
    /// Signed in, but not allowed: a permission mends it.
    case denied
    /// The service asks for patience.
    case throttled
    /// No answer: network, name, certificate, time-out.
    case unreachable
    /// The certificate is not the one that was trusted.
    case certificate
    /// A thing the configuration names is not there.
    case notFound
    /// The configuration does not name this source at all.
    case notConfigured
    /// An answer that could not be understood, or any other refusal.
    case other
  }

  package let kind: Kind
  /// What happened, to what.
  ///
  /// Without secrets; may hold text of a service, so it is shown through the safe text only.
  package let sentence: String
  /// The command or permission that mends it.
  package let nextStep: String?

  package init(kind: Kind, sentence: String, nextStep: String? = nil) {
    self.kind = kind
    self.sentence = sentence
    self.nextStep = nextStep
  }
}
