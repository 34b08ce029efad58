/// Which names stand before a secret: of headers, JSON keys, XML elements, form fields and query parameters.
enum SecretName {
  private static let secrets: Set<String> = [
    "assertion", "authorization", "clientassertion", "codeverifier", "credential", "credentials", "devicecode",
    "idtoken", "mfacode", "mfatoken", "parametervalue", "password", "privatekey", "qrstring", "refreshtoken",
    "samlassertion", "scratchcodes", "secret", "secretbinary", "secretstring", "signature", "subjecttoken", "token",
    "tokencode", "usercode", "webidentitytoken", "xamzsignature",
  ]
  /// Whatever ends so: `oldPassword`, `client_secret`, `sts:ExternalId`, `X-Amz-Security-Token`.
  private static let secretEndings = [
    "accesstoken", "bearertoken", "clientsecret", "externalid", "password", "refreshtoken", "secretaccesskey",
    "secretkey", "securitytoken", "sessiontoken",
  ]
  /// Secret in what we send; in an answer `Code` is the error's.
  private static let requestSecrets: Set<String> = ["code"]
  /// Whole documents inside a value, which may be in a format that we do not take apart.
  private static let documents: Set<String> = [
    "assumerolepolicydocument", "originaltemplate", "payload", "policy", "policydocument", "processedtemplate",
    "resourceproperties", "stackpolicybody", "stackpolicyduringupdatebody", "templatebody",
  ]

  static func isSecret(_ name: String, side: Redaction.Side) -> Bool {
    let name = plain(name)
    if secrets.contains(name) || secretEndings.contains(where: name.hasSuffix) { return true }
    return side == .request && requestSecrets.contains(name)
  }

  static func isSecret(header name: String) -> Bool {
    let name = plain(name)
    return ["authorization", "cookie", "credential", "dpop", "password", "secret", "token"].contains {
      name.contains($0)
    }
  }

  static func isDocument(_ name: String) -> Bool { documents.contains(plain(name)) }

  /// Whether a value that stands beside a name (`Key` beside `Value`) is that name's value.
  static func isValue(_ field: String, of key: String) -> Bool {
    let field = plain(field)
    guard field.hasSuffix("value") else { return false }
    let stem = field.dropLast("value".count)
    let key = plain(key)
    return key == stem + "key" || key == stem + "name"
  }

  /// The last word of a form's `Parameters.member.1.ParameterKey`, in lower case, without separators.
  private static func plain(_ name: String) -> String {
    let last = name.split(separator: ".").last { !$0.allSatisfy(\.isNumber) && $0 != "member" } ?? ""
    return last.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
