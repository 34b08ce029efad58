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

  package static let operationInProgress = Self(rawValue: "OperationInProgressException")
  package static let operationIDAlreadyExists = Self(rawValue: "OperationIdAlreadyExistsException")
  package static let staleRequest = Self(rawValue: "StaleRequestException")
  package static let nameAlreadyExists = Self(rawValue: "NameAlreadyExistsException")
  package static let stackSetNotEmpty = Self(rawValue: "StackSetNotEmptyException")
  package static let alreadyExists = Self(rawValue: "AlreadyExistsException")
  package static let changeSetNotFound = Self(rawValue: "ChangeSetNotFoundException")

  package static let noSuchEntity = Self(rawValue: "NoSuchEntity")
  package static let noSuchBucket = Self(rawValue: "NoSuchBucket")
  package static let noSuchBucketPolicy = Self(rawValue: "NoSuchBucketPolicy")
  package static let noSuchKey = Self(rawValue: "NoSuchKey")
  package static let bucketAlreadyOwnedByYou = Self(rawValue: "BucketAlreadyOwnedByYou")
  package static let bucketAlreadyExists = Self(rawValue: "BucketAlreadyExists")
  package static let parameterNotFound = Self(rawValue: "ParameterNotFound")
  package static let queueDoesNotExist = Self(rawValue: "QueueDoesNotExist")
  package static let noSuchResource = Self(rawValue: "NoSuchResourceException")
  package static let notFound = Self(rawValue: "NotFound")
  package static let resourceExists = Self(rawValue: "ResourceExistsException")
  package static let invalidRequest = Self(rawValue: "InvalidRequestException")

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
    Self.absences.contains(self) || rawValue.hasPrefix("Invalid") && rawValue.hasSuffix(".NotFound")
  }

  /// EC2 says it by thing, as in `InvalidVpcID.NotFound`, and is not in here.
  private static let absences: Set<Self> = [
    .stackSetNotFound, .stackInstanceNotFound, .operationNotFound, .resourceNotFound, .accountNotFound, .parentNotFound,
    .noSuchEntity, .noSuchBucket, .noSuchBucketPolicy, .noSuchKey, .parameterNotFound, .queueDoesNotExist,
    .noSuchResource, .notFound, .changeSetNotFound,
  ]

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
