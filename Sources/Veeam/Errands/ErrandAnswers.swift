/// What a ping found out.
package struct PingAnswer: Codable, Hashable, Sendable {
  /// The product's version; nil where the user may not see it.
  package var version: String?
  /// The API revision that both sides speak.
  package var revision: String?
  /// The name of the user's role, such as `Portal Administrator`.
  package var userRole: String?
  /// SHA-256 of the certificate that the appliance presents.
  package var fingerprint: String?
  /// When the certificate ends, in ISO 8601.
  package var certificateExpires: String?
  package var certificateDaysLeft: Int?
  /// Id of the secret's version that signed in.
  package var secretVersion: String?
  /// `AWSCURRENT`, or `AWSPENDING` while a rotation is under way.
  package var secretStage: String?
  /// Where the appliance is, as the function knows it.
  package var appliance: String

  package init(appliance: String) { self.appliance = appliance }
}

/// What a scheduled ping answers: that the function is awake, and no more.
package struct ScheduledPingAnswer: Codable, Hashable, Sendable {
  package var awake = true

  package init() {}
}

/// What became of a registration.
package struct RegisterAnswer: Codable, Hashable, Sendable {
  package enum Result: String, Codable, Hashable, Sendable {
    case added, changed, takenOver
  }

  package var result: Result
  /// The entry's name on the appliance.
  package var name: String

  package init(result: Result, name: String) {
    self.result = result
    self.name = name
  }
}

/// Why an errand was not done: `{"error": {"kind", "sentence", "nextStep"}}`.
package struct ErrandFailure: Error, Codable, Hashable, Sendable {
  /// Open: a later function may tell more apart.
  package struct Kind: RawRepresentable, Codable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The request is none, or not for this alias.
    package static let request = Kind(rawValue: "request")
    /// The function's own settings are not usable.
    package static let configuration = Kind(rawValue: "configuration")
    /// The secret cannot be read, or holds no credential.
    package static let secret = Kind(rawValue: "secret")
    /// The appliance refuses the credential.
    package static let signIn = Kind(rawValue: "signIn")
    /// The appliance's user may not do it.
    package static let denied = Kind(rawValue: "denied")
    package static let certificate = Kind(rawValue: "certificate")
    package static let unreachable = Kind(rawValue: "unreachable")
    /// The appliance cannot assume the role.
    package static let assume = Kind(rawValue: "assume")
    /// The entry is somebody else's.
    package static let foreign = Kind(rawValue: "foreign")
    package static let other = Kind(rawValue: "other")
  }

  package var kind: Kind
  package var sentence: String
  package var nextStep: String?

  package init(_ kind: Kind, _ sentence: String, nextStep: String? = nil) {
    self.kind = kind
    self.sentence = sentence
    self.nextStep = nextStep
  }

  private enum CodingKeys: String, CodingKey {
    case error
  }

  private enum ErrorKeys: String, CodingKey {
    case kind
    case sentence
    case nextStep
  }

  /// Fails for an answer that tells no error.
  package init(from decoder: any Decoder) throws {
    let error = try decoder.container(keyedBy: CodingKeys.self)
      .nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
    kind = try error.decode(Kind.self, forKey: .kind)
    sentence = try error.decode(String.self, forKey: .sentence)
    nextStep = try error.decodeIfPresent(String.self, forKey: .nextStep)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var error = container.nestedContainer(keyedBy: ErrorKeys.self, forKey: .error)
    try error.encode(kind, forKey: .kind)
    try error.encode(sentence, forKey: .sentence)
    try error.encodeIfPresent(nextStep, forKey: .nextStep)
  }
}

extension ErrandFailure {
  /// What an appliance's error means to whoever sent the function.
  package init(_ error: ApplianceError) {
    let kind: Kind =
      switch error {
      case .signInRefused, .secondFactorNeeded, .sessionRefused: .signIn
      case .forbidden: .denied
      case .certificateRefused: .certificate
      case .unreachable, .unavailable: .unreachable
      case .cannotAssume: .assume
      case .addressMalformed: .configuration
      case .versionRefused, .licenceTermsNotAccepted, .refused, .unexpected: .other
      }
    self.init(kind, error.sentence, nextStep: error.nextStep)
  }
}
