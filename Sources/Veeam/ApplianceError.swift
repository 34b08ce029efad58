package import Transport

/// Why an appliance did not do what was asked.
package enum ApplianceError: Error, Hashable, Sendable {
  case addressMalformed(String)
  /// None of the revisions known here is accepted.
  case versionRefused(tried: [APIVersion])
  /// User name or password is wrong; that pair is not tried again by itself.
  case signInRefused(user: String)
  /// The user signs in with a second factor, which a program cannot supply.
  case secondFactorNeeded(user: String)
  case licenceTermsNotAccepted
  /// The user's role does not allow it.
  case forbidden(what: String, needs: String)
  /// The appliance takes tokens that it has just issued for invalid.
  case sessionRefused
  case certificateRefused(host: String, presented: CertificateFingerprint?)
  /// No answer, and why.
  case unreachable(TransportError)
  /// A service of the appliance is down, as during an update or a restart.
  case unavailable(status: Int)
  /// The appliance cannot assume the role, in its own words; that may pass, AWS takes minutes for a new trust policy.
  case cannotAssume(message: String)
  /// The appliance refused and said why: the last word of the problem's type, its title and its details.
  case refused(status: Int, problem: String, message: String)
  /// An answer that is not the API's, with how it begins.
  case unexpected(status: Int, beginning: String)

  /// What happened, for a person.
  package var sentence: String {
    switch self {
    case .addressMalformed(let text): "\"\(text)\" is no appliance address"
    case .versionRefused(let tried):
      "the appliance accepts none of the API versions \(tried.last?.rawValue ?? "") to \(tried.first?.rawValue ?? "")"
    case .signInRefused(let user): "the appliance refuses the credential of \(user)"
    case .secondFactorNeeded(let user): "the appliance asks \(user) for a second factor"
    case .licenceTermsNotAccepted: "the appliance's licence terms have not been accepted"
    case .forbidden(let what, let needs): "\(what) needs \(needs)"
    case .sessionRefused: "the appliance does not accept the session that it has just opened"
    case .certificateRefused(let host, let presented):
      TransportError.certificateRefused(host: host, presented: presented).sentence
    case .unreachable(let cause): "no answer from the appliance: \(cause.sentence)"
    case .unavailable(let status): "the appliance is not available (\(status))"
    case .cannotAssume(let message): "the appliance cannot assume the role: \(message)"
    case .refused(let status, _, let message): "the appliance refused (\(status)): \(message)"
    case .unexpected(let status, let beginning):
      "the appliance's answer (\(status)) is not understood" + (beginning.isEmpty ? "" : ": \(beginning)")
    }
  }

  /// What may mend it, where something is known to.
  package var nextStep: String? {
    switch self {
    case .addressMalformed: "write it as https://host:11005"
    case .versionRefused: "use a RoleCall that knows the appliance's version"
    case .signInRefused: "correct user and password in the secret; the same ones are tried again after five minutes"
    case .secondFactorNeeded: "use a user without multi-factor authentication; one identity for programs alone is best"
    case .licenceTermsNotAccepted: "open the appliance's web page and accept them"
    case .forbidden(_, let needs): "sign in with a user who has the role \(needs)"
    case .sessionRefused: "restart the appliance's services, or wait until its update has ended"
    case .certificateRefused: "compare the fingerprint on the appliance, then run rolecall trust with its address"
    case .unreachable(let cause): cause.nextStep
    case .unavailable: "wait until the appliance has restarted"
    case .cannotAssume:
      "compare the role's trust policy (the appliance's role, the external id) and the organization's policies"
    case .refused, .unexpected: nil
    }
  }
}
