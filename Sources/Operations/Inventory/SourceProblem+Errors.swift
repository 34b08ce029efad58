import AWS
import Fleet
import Transport
import Veeam

extension SourceProblem {
  /// The problem that an error of a service means to a person; nil for a cancellation, which is nobody's problem.
  init?(_ error: any Error) {
    switch error {
    case let problem as SourceProblem: self = problem
    case let error as AWSError:
      guard !error.isCancellation else { return nil }
      self.init(error, kind: error.kind)
    case let error as CredentialError:
      guard error != .cancelled else { return nil }
      self.init(AWSError.credentials(error), kind: error.kind)
    case let error as ApplianceError:
      self.init(kind: error.kind, sentence: error.sentence, nextStep: error.nextStep)
    case is CancellationError: return nil
    default: self.init(kind: .other, sentence: "\(error)")
    }
  }

  init(_ error: AWSError, kind: Kind) {
    self.init(kind: kind, sentence: error.sentence, nextStep: error.nextStep)
  }

  /// The context does not name what the source needs.
  static func notConfigured(_ source: SourceName, key: String, context: String) -> SourceProblem {
    SourceProblem(
      kind: .notConfigured,
      sentence: "not configured: context \(context) has no \(key)",
      nextStep: "add \(key) to the context"
    )
  }
}

extension AWSError {
  var kind: SourceProblem.Kind {
    switch self {
    case .credentials(let error): error.kind
    case .refused(let error):
      switch error.code {
      case let code where code.isSignInProblem: .signIn
      case let code where code.isDenial: .denied
      case let code where code.isThrottle: .throttled
      case let code where code.isNotFound: .notFound
      default: .other
      }
    case .transport(let error, _, _): error.kind
    case .unexpected, .misconfigured, .repeatedPage: .other
    }
  }
}

extension CredentialError {
  var kind: SourceProblem.Kind {
    switch self {
    case .none, .signInExpired, .codeUnavailable, .failed: .signIn
    case .misconfigured, .cancelled: .other
    }
  }
}

extension TransportError {
  var kind: SourceProblem.Kind {
    switch self {
    case .timedOut, .unreachable, .broken: .unreachable
    case .certificateRefused: .certificate
    case .tooLarge, .redirected, .authoritiesUnreadable, .proxyMalformed, .cancelled: .other
    }
  }
}

extension ApplianceError {
  var kind: SourceProblem.Kind {
    switch self {
    case .signInRefused, .secondFactorNeeded, .sessionRefused: .signIn
    case .forbidden: .denied
    case .certificateRefused: .certificate
    case .unreachable(let cause): cause.kind
    case .unavailable: .unreachable
    case .addressMalformed, .versionRefused, .licenceTermsNotAccepted, .cannotAssume, .refused, .unexpected: .other
    }
  }
}
