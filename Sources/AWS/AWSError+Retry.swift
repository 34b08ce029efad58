import Transport

extension AWSError {
  /// The service asked for patience.
  package var isThrottle: Bool {
    switch self {
    case .refused(let error): error.code.isThrottle || error.status == 429
    case .unexpected(let answer): answer.status == 429
    case .transport, .credentials, .misconfigured, .repeatedPage: false
    }
  }

  /// Another attempt may help.
  package var isTransient: Bool {
    switch self {
    case .refused(let error):
      isThrottle || error.code.isTransient || Self.transientStatuses.contains(error.status)
    case .unexpected(let answer): isThrottle || Self.transientStatuses.contains(answer.status)
    case .transport(let error, _, _): error.isTransient
    case .credentials, .misconfigured, .repeatedPage: false
    }
  }

  /// Whether attempt number `attempt` (the first is 0) should be the last.
  ///
  /// Where nothing listens or the name is unknown, waiting seldom helps, and three attempts are enough. What must not
  /// happen twice is sent again only where it cannot have happened.
  func endsMatter(at attempt: Int, isRepeatable: Bool = true) -> Bool {
    if case .transport(.unreachable, _, _) = self, attempt >= 2 { return true }
    if !isRepeatable, mayHaveBeenCarriedOut { return true }
    return !isTransient
  }

  /// The service may have acted, though no answer says so.
  package var mayHaveBeenCarriedOut: Bool {
    switch self {
    case .refused, .unexpected: isTransient && !isThrottle
    case .transport(.timedOut, _, _), .transport(.broken, _, _), .transport(.tooLarge, _, _),
      .transport(.cancelled, _, _):
      true
    case .transport, .credentials, .misconfigured, .repeatedPage: false
    }
  }

  private static let transientStatuses: Set<Int> = [500, 502, 503, 504]
}
