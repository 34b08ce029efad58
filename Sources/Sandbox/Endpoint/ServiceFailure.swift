/// An error that an AWS service answers with.
struct ServiceFailure: Error, Hashable {
  /// The code of the service's model, with its `Exception` where the model has it.
  let code: String
  let message: String
  var status = 400
  /// Organizations tells more in a field of its own.
  var reason: String?

  /// Codes of the same thing differ between the protocols, and between S3, EC2 and the rest.
  enum Wire: Sendable {
    case json
    case query
    case ec2
    /// Lambda.
    case restJSON
    /// S3.
    case restXML
  }

  // MARK: What every service may say

  static func throttled(_ service: String) -> ServiceFailure {
    switch service {
    case "organizations":
      .init(
        code: "TooManyRequestsException",
        message: "AWS Organizations can't complete your request because of rate limits."
      )
    case "lambda": .init(code: "TooManyRequestsException", message: "Rate exceeded", status: 429)
    case "ec2": .init(code: "RequestLimitExceeded", message: "Request limit exceeded.", status: 503)
    case "s3": .init(code: "SlowDown", message: "Please reduce your request rate.", status: 503)
    case "cloudformation", "iam", "sts", "monitoring": .init(code: "Throttling", message: "Rate exceeded")
    default: .init(code: "ThrottlingException", message: "Rate exceeded")
    }
  }

  static func broken(_ wire: Wire) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "InternalServiceError", message: "An error occurred on the server side.", status: 500)
    case .query: .init(code: "InternalFailure", message: "An internal error occurred.", status: 500)
    case .ec2: .init(code: "InternalError", message: "An internal error has occurred", status: 500)
    case .restJSON:
      .init(code: "ServiceException", message: "An error occurred and the request cannot be processed.", status: 500)
    case .restXML:
      .init(code: "InternalError", message: "We encountered an internal error. Please try again.", status: 500)
    }
  }

  static func unknownKey(_ wire: Wire) -> ServiceFailure {
    let message = "The security token included in the request is invalid."
    switch wire {
    case .json: return .init(code: "UnrecognizedClientException", message: message)
    case .restJSON: return .init(code: "UnrecognizedClientException", message: message, status: 403)
    case .query: return .init(code: "InvalidClientTokenId", message: message, status: 403)
    case .ec2:
      return .init(
        code: "AuthFailure",
        message: "AWS was not able to validate the provided access credentials",
        status: 401
      )
    case .restXML:
      return .init(
        code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.",
        status: 403
      )
    }
  }

  static func expired(_ wire: Wire) -> ServiceFailure {
    let message = "The security token included in the request is expired"
    switch wire {
    case .json: return .init(code: "ExpiredTokenException", message: message)
    case .restJSON: return .init(code: "ExpiredTokenException", message: message, status: 403)
    case .query: return .init(code: "ExpiredToken", message: message, status: 403)
    case .ec2: return .init(code: "RequestExpired", message: "Request has expired.")
    case .restXML: return .init(code: "ExpiredToken", message: "The provided token has expired.")
    }
  }

  static func signature(_ wire: Wire, _ message: String) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "InvalidSignatureException", message: message)
    case .restJSON: .init(code: "InvalidSignatureException", message: message, status: 403)
    case .query, .ec2, .restXML: .init(code: "SignatureDoesNotMatch", message: message, status: 403)
    }
  }

  static func incompleteSignature(_ wire: Wire, _ message: String) -> ServiceFailure {
    switch wire {
    case .json, .restJSON: .init(code: "IncompleteSignatureException", message: message)
    case .query, .ec2: .init(code: "IncompleteSignature", message: message)
    case .restXML: .init(code: "AuthorizationHeaderMalformed", message: message)
    }
  }

  static func unsigned(_ wire: Wire) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "MissingAuthenticationTokenException", message: "Missing Authentication Token")
    case .restJSON:
      .init(code: "MissingAuthenticationTokenException", message: "Missing Authentication Token", status: 403)
    case .query, .ec2:
      .init(code: "MissingAuthenticationToken", message: "Request is missing Authentication Token", status: 403)
    case .restXML: .init(code: "AccessDenied", message: "Access Denied", status: 403)
    }
  }

  static func unknownOperation(_ wire: Wire, _ operation: String) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "UnknownOperationException", message: "")
    case .restJSON: .init(code: "UnknownOperationException", message: "", status: 404)
    case .query: .init(code: "InvalidAction", message: "Could not find operation \(operation)")
    case .ec2:
      .init(code: "InvalidAction", message: "The action \(operation) is not valid for this web service.")
    case .restXML:
      .init(
        code: "MethodNotAllowed",
        message: "The specified method is not allowed against this resource.",
        status: 405
      )
    }
  }

  /// - Parameters:
  ///   - wire: How the caller wants to hear it.
  ///   - arn: The caller's.
  ///   - action: What was refused.
  ///   - resource: On what; nil where the service does not say.
  ///   - reason: Why; nil for want of a policy that allows it.
  /// - Returns: The refusal in AWS's words.
  static func denied(
    _ wire: Wire,
    _ arn: String,
    _ action: String,
    on resource: String? = nil,
    reason: String? = nil
  ) -> ServiceFailure {
    let place = resource.map { " on resource: \($0)" } ?? ""
    let reason = reason ?? "because no identity-based policy allows the \(action) action"
    let message = "User: \(arn) is not authorized to perform: \(action)\(place) \(reason)"
    switch wire {
    case .json: return .init(code: "AccessDeniedException", message: message)
    case .restJSON: return .init(code: "AccessDeniedException", message: message, status: 403)
    case .query, .restXML: return .init(code: "AccessDenied", message: message, status: 403)
    case .ec2:
      return .init(
        code: "UnauthorizedOperation",
        message: "You are not authorized to perform this operation. \(message)",
        status: 403
      )
    }
  }

  static func validation(_ message: String) -> ServiceFailure { .init(code: "ValidationError", message: message) }
}
