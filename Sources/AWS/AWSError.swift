package import Transport

/// Why a call to AWS came to nothing.
package enum AWSError: Error, Hashable, Sendable {
  /// The service refused, with a code: a known one (``ServiceError/Code``'s constants) or one kept as it came.
  case refused(ServiceError)
  /// The answer could not be understood.
  case unexpected(UnexpectedAnswer)
  /// No answer.
  case transport(TransportError, service: Service, operation: String)
  /// Nothing to sign with.
  case credentials(CredentialError)
  /// Settings that cannot be meant.
  case misconfigured(String)
  /// A list that came back to a page it had given before.
  case repeatedPage(service: Service, operation: String)

  /// `error` where it is one of ours; anything else that ends a call is the end of its task.
  init(_ error: any Error, service: Service, operation: String) {
    self = error as? AWSError ?? .transport(.cancelled, service: service, operation: operation)
  }

  /// What happened, without a secret; may hold the service's own text.
  package var sentence: String {
    switch self {
    case .refused(let error): error.sentence
    case .unexpected(let answer): answer.sentence
    case .transport(let error, let service, let operation): "\(service.name) \(operation): \(error.sentence)"
    case .credentials(let error): error.sentence
    case .misconfigured(let sentence): sentence
    case .repeatedPage(let service, let operation):
      "\(service.name) \(operation) gave the same page token twice: the list was left"
    }
  }

  /// The command or permission that mends it, where one does.
  package var nextStep: String? {
    switch self {
    case .refused(let error): error.nextStep
    case .unexpected: "look for a proxy or an endpoint override between here and AWS"
    case .transport(.unreachable(let host, _), _, _) where host.contains("-fips"):
      "not every region has FIPS endpoints: try without use_fips_endpoint"
    case .transport(.certificateRefused, _, _): "set AWS_CA_BUNDLE to the authority of the proxy or endpoint"
    case .transport(let error, _, _): error.nextStep
    case .credentials(let error): error.nextStep
    case .misconfigured, .repeatedPage: nil
    }
  }

  /// The service's code, where it gave one.
  package var code: ServiceError.Code? {
    if case .refused(let error) = self { error.code } else { nil }
  }

  /// Signing in again, or another profile, mends it.
  package var isSignInProblem: Bool {
    if case .credentials = self { !isCancellation } else { code?.isSignInProblem ?? false }
  }

  /// A permission mends it.
  package var isDenial: Bool { code?.isDenial ?? false }

  /// The task was cancelled: nobody waits for this answer any more.
  package var isCancellation: Bool {
    switch self {
    case .transport(.cancelled, _, _), .credentials(.cancelled): true
    case .refused, .unexpected, .transport, .credentials, .misconfigured, .repeatedPage: false
    }
  }
}
