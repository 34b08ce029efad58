/// Why there are no credentials, and what mends it.
package enum CredentialError: Error, Hashable, Sendable {
  /// No link of the chain applies.
  case none(tried: [String])
  /// The sign-in has ended; the command starts it anew.
  case signInExpired(source: String, command: String)
  /// The configuration is wrong.
  case misconfigured(String)
  /// A source that is configured did not deliver.
  case failed(source: String, reason: String)
  /// A code was needed and nobody could be asked.
  case codeUnavailable(source: String)
  /// The caller no longer wants them.
  case cancelled

  /// What happened, without a secret.
  package var sentence: String {
    switch self {
    case .none(let tried): "no AWS credentials found (tried: \(tried.joined(separator: ", ")))"
    case .signInExpired(let source, _): "the sign-in of \(source) has expired"
    case .misconfigured(let why): why
    case .failed(let source, let reason): "\(source): \(reason)"
    case .codeUnavailable(let source): "\(source) asks for a code and there is no terminal to ask at"
    case .cancelled: "cancelled"
    }
  }

  /// The command that mends it, where there is one.
  package var nextStep: String? {
    switch self {
    case .signInExpired(_, let command): command
    case .none: "set AWS_PROFILE, or name a profile in the context"
    case .codeUnavailable: "run the same command at a terminal, where the code can be typed"
    case .misconfigured, .failed, .cancelled: nil
    }
  }
}
