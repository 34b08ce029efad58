/// Who the service says we are: the identity the rows on screen came from.
package struct CallerIdentity: Hashable, Sendable {
  package let account: AccountID
  package let arn: String

  package init(account: AccountID, arn: String) {
    self.account = account
    self.arn = arn
  }

  /// `admin@111122223333`: user or role name and account, for a header.
  package var short: String {
    let parts = arn.split(separator: "/")
    let isAssumed = arn.contains(":assumed-role/")
    let name = isAssumed && parts.count > 1 ? parts[1] : parts.last.map { $0.split(separator: ":").last ?? $0 } ?? ""
    return "\(name)@\(account.rawValue)"
  }
}
