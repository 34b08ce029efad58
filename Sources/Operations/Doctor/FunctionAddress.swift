import Fleet

/// A function's ARN in its parts: `arn:aws:lambda:eu-west-1:111122223333:function:name:alias`.
struct FunctionAddress: Hashable {
  let region: String
  let account: AccountID
  let name: String
  let qualifier: String?
  /// The ARN without alias or version.
  let unqualified: String

  init?(_ arn: String) {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 7 || parts.count == 8, parts[2] == "lambda", parts[5] == "function",
      let account = AccountID(rawValue: parts[4])
    else { return nil }
    region = parts[3]
    self.account = account
    name = parts[6]
    qualifier = parts.count == 8 ? parts[7] : nil
    unqualified = parts[..<7].joined(separator: ":")
  }
}
