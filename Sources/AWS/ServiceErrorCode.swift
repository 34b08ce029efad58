extension ServiceError {
  /// An error code, open: an unknown one is kept and shown.
  ///
  /// With and without `Exception` at its end it is the same code, since reference pages, models and answers differ.
  package struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// As it stood in the answer.
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    package static func == (left: Code, right: Code) -> Bool { left.stem == right.stem }
    package func hash(into hasher: inout Hasher) { hasher.combine(stem) }

    private var stem: Substring {
      let suffix = "Exception"
      return rawValue.hasSuffix(suffix) && rawValue.count > suffix.count
        ? rawValue.dropLast(suffix.count) : rawValue[...]
    }
  }
}

extension ServiceError.Code {
  package static let accessDenied = Self(rawValue: "AccessDeniedException")
  package static let unauthorizedOperation = Self(rawValue: "UnauthorizedOperation")
  package static let expiredToken = Self(rawValue: "ExpiredTokenException")
  package static let requestExpired = Self(rawValue: "RequestExpired")
  package static let invalidClientTokenID = Self(rawValue: "InvalidClientTokenId")
  package static let unrecognizedClient = Self(rawValue: "UnrecognizedClientException")
  package static let signatureDoesNotMatch = Self(rawValue: "SignatureDoesNotMatch")
  package static let invalidSignature = Self(rawValue: "InvalidSignatureException")
  package static let optInRequired = Self(rawValue: "OptInRequired")
  package static let validation = Self(rawValue: "ValidationError")
  package static let limitExceeded = Self(rawValue: "LimitExceededException")

  package static let organizationsNotInUse = Self(rawValue: "AWSOrganizationsNotInUseException")
  package static let accountNotFound = Self(rawValue: "AccountNotFoundException")
  package static let parentNotFound = Self(rawValue: "ParentNotFoundException")
  package static let concurrentModification = Self(rawValue: "ConcurrentModificationException")
  package static let invalidInput = Self(rawValue: "InvalidInputException")
  package static let tooManyRequests = Self(rawValue: "TooManyRequestsException")

  package static let stackSetNotFound = Self(rawValue: "StackSetNotFoundException")
  package static let stackInstanceNotFound = Self(rawValue: "StackInstanceNotFoundException")
  package static let operationNotFound = Self(rawValue: "OperationNotFoundException")

  package static let resourceNotFound = Self(rawValue: "ResourceNotFoundException")
  package static let decryptionFailure = Self(rawValue: "DecryptionFailure")

  /// Signed in, but not allowed.
  package var isDenial: Bool { self == .accessDenied || self == .unauthorizedOperation }

  /// The session has ended: fresh credentials may help.
  package var isExpiry: Bool { self == .expiredToken }

  /// The credentials themselves are not taken: only signing in again, or another profile, helps.
  package var isSignInProblem: Bool {
    isExpiry || self == .invalidClientTokenID || self == .unrecognizedClient || self == .signatureDoesNotMatch
      || self == .invalidSignature
  }

  /// The service asks for patience.
  package var isThrottle: Bool { Self.throttles.contains(self) }

  /// Worth another attempt, whatever the status.
  var isTransient: Bool { Self.transients.contains(self) }

  /// May come from a clock that is wrong.
  var suggestsClockSkew: Bool { Self.skews.contains(self) }

  /// Whether the thing asked for is not there (or not here, or not visible).
  package var isNotFound: Bool {
    [
      .stackSetNotFound, .stackInstanceNotFound, .operationNotFound, .resourceNotFound, .accountNotFound,
      .parentNotFound,
    ]
    .contains(self)
  }

  /// botocore's list, less `LimitExceededException`: in CloudFormation and Secrets Manager that is a quota, and no wait
  /// mends it.
  private static let throttles: Set<Self> = [
    "Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException",
    "ProvisionedThroughputExceededException", "TransactionInProgressException", "RequestLimitExceeded",
    "BandwidthLimitExceeded", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
  ].reduce(into: []) { $0.insert(Self(rawValue: $1)) }

  /// Organizations says `ConcurrentModificationException` also to readers, "try again later".
  private static let transients: Set<Self> = [
    "RequestTimeout", "InternalError", "InternalFailure", "InternalServiceError", "ServiceException",
    "ServiceUnavailable", "IDPCommunicationError", "ConcurrentModificationException",
  ].reduce(into: []) { $0.insert(Self(rawValue: $1)) }

  private static let skews: Set<Self> = [
    "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
    "SignatureDoesNotMatch", "AuthFailure",
  ].reduce(into: []) { $0.insert(Self(rawValue: $1)) }
}
