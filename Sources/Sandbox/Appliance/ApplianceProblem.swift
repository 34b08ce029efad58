import FoundationEssentials

/// An error answer of the appliance: a problem object and its status.
///
/// Source: schema Error of 1.0-rev0; the pairing of page, status and code is inferred.
struct ApplianceProblem: Error, Sendable {
  /// The problem pages of the product.
  enum Page: String, Sendable, CaseIterable {
    case accessDenied
    case noAccessToken
    case invalidAccessToken
    case expiredAccessToken
    case resourceNotFound
    case validationError
    case serviceUnavailable
    case notImplemented
    case unknownError
    case repositoryUsedByPolicy
    case unsupportedApiVersion
    case apiVersionUnspecified
    case invalidApiVersion
    case ambiguousApiVersion
    case failedToRemoveUserPolicy
    case policyAlreadyStarted
    case licenseAgreementsIsNotAccepted
  }

  let page: Page
  let status: Int
  let errorCode: String
  let details: String

  static func invalid(_ details: String) -> ApplianceProblem {
    ApplianceProblem(page: .validationError, status: 400, errorCode: "UnexpectedContent", details: details)
  }

  static func version(_ page: Page, _ details: String) -> ApplianceProblem {
    ApplianceProblem(page: page, status: 400, errorCode: "InvalidURI", details: details)
  }

  static func notFound(_ what: String) -> ApplianceProblem {
    ApplianceProblem(page: .resourceNotFound, status: 404, errorCode: "NotFound", details: "\(what) was not found.")
  }

  static let noToken = ApplianceProblem(
    page: .noAccessToken,
    status: 401,
    errorCode: "AccessDenied",
    details: "An access token is required."
  )
  static let unknownToken = ApplianceProblem(
    page: .invalidAccessToken,
    status: 401,
    errorCode: "InvalidToken",
    details: "The access token is not valid."
  )
  static let expiredToken = ApplianceProblem(
    page: .expiredAccessToken,
    status: 401,
    errorCode: "ExpiredToken",
    details: "The access token has expired."
  )
  static let forbidden = ApplianceProblem(
    page: .accessDenied,
    status: 403,
    errorCode: "AccessDenied",
    details: "The role of this user does not allow the operation."
  )
  static let methodNotAllowed = ApplianceProblem(
    page: .unknownError,
    status: 405,
    errorCode: "MethodNotAllowed",
    details: "The resource does not support this method."
  )
  static let internalError = ApplianceProblem(
    page: .unknownError,
    status: 500,
    errorCode: "UnknownError",
    details: "An unexpected error occurred."
  )
  static let unavailable = ApplianceProblem(
    page: .serviceUnavailable,
    status: 503,
    errorCode: "ServiceUnavailable",
    details: "The service is not available now."
  )

  /// A refused sign-in, with the status that the options ask for.
  static func refusedSignIn(_ side: ApplianceOptions.BadCredentials, _ details: String) -> ApplianceProblem {
    switch side {
    case .unauthorized:
      ApplianceProblem(page: .accessDenied, status: 401, errorCode: "AccessDenied", details: details)
    case .badRequest:
      .invalid(details)
    }
  }

  /// The answer, whose `type` is an address on the appliance itself.
  func reply(authority: String) -> LoopbackReply {
    let body = Body(
      type: "https://\(authority)/api/v1/problems/\(page.rawValue)",
      title: page.title,
      status: status,
      errorCode: errorCode,
      details: details,
      instance: ""
    )
    let challenge = status == 401 ? [(name: "www-authenticate", value: "Bearer")] : []
    return .json(body, status: status, contentType: "application/problem+json", headers: challenge)
  }

  private struct Body: Encodable {
    let type: String
    let title: String
    let status: Int
    let errorCode: String
    let details: String
    let instance: String
  }
}

extension ApplianceProblem.Page {
  /// The name in words: `Unsupported api version`.
  var title: String {
    var words = ""
    for character in rawValue {
      words += character.isUppercase ? " \(character.lowercased())" : String(character)
    }
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The page a person sees who opens a problem's `type`.
  var html: String {
    "<!DOCTYPE html><html lang=\"en\"><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
  }
}

extension LoopbackReply {
  /// `value` as JSON; a value that cannot be written is the server's fault and answers 500.
  static func json(
    _ value: some Encodable,
    status: Int = 200,
    contentType: String = "application/json",
    headers: [(name: String, value: String)] = []
  ) -> LoopbackReply {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    do {
      let body = try encoder.encode(value)
      return LoopbackReply(status: status, contentType: contentType, headers: headers, body: Array(body))
    } catch {
      return LoopbackReply(status: 500, contentType: "text/plain", body: Array("\(error)".utf8))
    }
  }
}
