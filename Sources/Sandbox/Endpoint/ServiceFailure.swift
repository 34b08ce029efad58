/// An error that an AWS service answers with.
struct ServiceFailure: Error, Hashable {
  /// The code of the service's model, with its `Exception` where the model has it.
  let code: String
  let message: String
  var status = 400
  /// Organizations tells more in a field of its own.
  var reason: String?

  /// Codes of the same thing differ between the JSON and the query services.
  enum Wire: Sendable {
    case json
    case query
  }

  // MARK: What every service may say

  static func throttled(_ service: String) -> ServiceFailure {
    switch service {
    case "organizations":
      .init(
        code: "TooManyRequestsException",
        message: "AWS Organizations can't complete your request because of rate limits."
      )
    case "secretsmanager": .init(code: "ThrottlingException", message: "Rate exceeded")
    default: .init(code: "Throttling", message: "Rate exceeded")
    }
  }

  static func broken(_ wire: Wire) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "InternalServiceError", message: "An error occurred on the server side.", status: 500)
    case .query: .init(code: "InternalFailure", message: "An internal error occurred.", status: 500)
    }
  }

  static func unknownKey(_ wire: Wire) -> ServiceFailure {
    let message = "The security token included in the request is invalid."
    switch wire {
    case .json: return .init(code: "UnrecognizedClientException", message: message)
    case .query: return .init(code: "InvalidClientTokenId", message: message, status: 403)
    }
  }

  static func expired(_ wire: Wire) -> ServiceFailure {
    let message = "The security token included in the request is expired"
    switch wire {
    case .json: return .init(code: "ExpiredTokenException", message: message)
    case .query: return .init(code: "ExpiredToken", message: message, status: 403)
    }
  }

  static func signature(_ wire: Wire, _ message: String) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "InvalidSignatureException", message: message)
    case .query: .init(code: "SignatureDoesNotMatch", message: message, status: 403)
    }
  }

  static func incompleteSignature(_ wire: Wire, _ message: String) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "IncompleteSignatureException", message: message)
    case .query: .init(code: "IncompleteSignature", message: message)
    }
  }

  static func unsigned(_ wire: Wire) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "MissingAuthenticationTokenException", message: "Missing Authentication Token")
    case .query:
      .init(code: "MissingAuthenticationToken", message: "Request is missing Authentication Token", status: 403)
    }
  }

  static func unknownOperation(_ wire: Wire, _ operation: String) -> ServiceFailure {
    switch wire {
    case .json: .init(code: "UnknownOperationException", message: "")
    case .query: .init(code: "InvalidAction", message: "Could not find operation \(operation)")
    }
  }

  static func denied(_ wire: Wire, _ arn: String, _ action: String) -> ServiceFailure {
    let message =
      "User: \(arn) is not authorized to perform: \(action) because no identity-based policy allows the \(action) action"
    switch wire {
    case .json: return .init(code: "AccessDeniedException", message: message)
    case .query: return .init(code: "AccessDenied", message: message, status: 403)
    }
  }

  static func validation(_ message: String) -> ServiceFailure { .init(code: "ValidationError", message: message) }
}
