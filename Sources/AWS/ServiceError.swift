/// A refusal that the service put into its own words.
package struct ServiceError: Error, Hashable, Sendable {
  package let service: Service
  package let operation: String
  /// Region of the signature.
  package let region: String
  package let status: Int
  package let code: Code
  /// The service's text, empty where it gave none.
  package let message: String
  package let requestID: String?

  package init(
    service: Service,
    operation: String,
    region: String,
    status: Int,
    code: Code,
    message: String,
    requestID: String? = nil
  ) {
    self.service = service
    self.operation = operation
    self.region = region
    self.status = status
    self.code = code
    self.message = message
    self.requestID = requestID
  }

  /// Who refused what, and why.
  package var sentence: String {
    let reason = message.isEmpty ? code.rawValue : "\(message) (\(code))"
    return "\(service.name) refused \(operation): \(reason)"
  }

  /// What mends it, where that is known.
  package var nextStep: String? {
    if code.isDenial { return permissionStep }
    if code.isExpiry { return "sign in again: rolecall login, or aws sso login" }
    switch code {
    case .stackSetNotFound:
      return "the region is wrong (this was \(region)), callAs is wrong (SELF or DELEGATED_ADMIN), or the stack set "
        + "was deleted: check all three"
    case .invalidClientTokenID, .unrecognizedClient:
      return "the access key is unknown, its session token is missing, or region \(region) is not enabled: check the "
        + "profile"
    case .signatureDoesNotMatch, .invalidSignature:
      return "the secret key is wrong, or this machine's clock is: check both"
    case .organizationsNotInUse: return "this account is in no organization: check the profile"
    case .optInRequired: return "region \(region) is not enabled for this account"
    case _ where code.isThrottle: return "other tools share this account's rate: wait, and fewer of them"
    default: return nil
    }
  }

  /// The permission to ask for, from what AWS's message says.
  ///
  /// `User: … is not authorized to perform: organizations:ListRoots on resource: … with an explicit deny in a service
  /// control policy`. Without an action Organizations means that the account itself may not ask.
  private var permissionStep: String {
    guard let action = namedAction else {
      let step = "ask for permission \(service.signingName):\(operation)"
      guard service == .organizations else { return step }
      return "\(step), in the management account or a delegated administrator's"
    }
    guard let mark = message.firstRange(of: "explicit deny in ") else { return "ask for permission \(action)" }
    let place = message[mark.upperBound...].prefix { $0 != ":" && $0 != "." }
    return "ask for the explicit deny of \(action) in \(place) to be lifted"
  }

  private var namedAction: Substring? {
    guard let mark = message.firstRange(of: "to perform: ") else { return nil }
    let action = message[mark.upperBound...].prefix { $0.isLetter || $0.isNumber || ":-*".contains($0) }
    return action.contains(":") ? action : nil
  }
}
