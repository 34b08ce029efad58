/// An error answer of a sign-in service, in that service's own shape.
///
/// Source: the service models sso, sso-oidc and signin (read 2026-11).
struct IdentityRefusal: Error, Sendable {
  let status: Int
  let code: String
  let fields: [String: String]

  /// An error of the OIDC service: an OAuth word and a text.
  static func oidc(_ code: String, _ word: String, status: Int = 400, _ text: String = "") -> IdentityRefusal {
    IdentityRefusal(status: status, code: code, fields: ["error": word, "error_description": text])
  }

  static func portal(_ code: String, status: Int, _ message: String) -> IdentityRefusal {
    IdentityRefusal(status: status, code: code, fields: ["message": message])
  }

  /// An error of the console's sign-in; the model names no status for a denial.
  static func signIn(_ code: String, _ word: String, status: Int = 400, _ message: String) -> IdentityRefusal {
    IdentityRefusal(status: status, code: code, fields: ["error": word, "message": message])
  }

  static let malformed = oidc("InvalidRequestException", "invalid_request", "The request is malformed.")

  var reply: LoopbackReply {
    .json(fields, status: status, headers: [(name: "x-amzn-errortype", value: code)])
  }
}
