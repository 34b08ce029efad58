/// Who calls a function.
enum Invoker: Hashable, Sendable {
  /// A principal of an account, and the organization that the account is in.
  case principal(arn: String, account: String, organization: String?)
  /// A service of AWS, on behalf of one of its resources.
  case service(String, source: String, account: String)

  /// The service's account is that of the resource it acts for.
  var account: String {
    switch self {
    case .principal(_, let account, _), .service(_, _, let account): account
    }
  }

  /// A function's own account needs no entry in the function's policy, a service always does.
  func isAtHome(in account: String) -> Bool {
    switch self {
    case .principal(_, let own, _): own == account
    case .service: false
    }
  }

  var name: String {
    switch self {
    case .principal(let arn, _, _): arn
    case .service(let name, _, _): name
    }
  }
}

extension WorldState {
  /// A principal as the condition `aws:PrincipalOrgID` sees it.
  func invoker(arn: String, account: String) -> Invoker {
    let isMember = organization?.account(account) != nil
    return .principal(arn: arn, account: account, organization: isMember ? organization?.id : nil)
  }
}
