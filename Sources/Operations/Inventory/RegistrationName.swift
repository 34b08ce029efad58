import Fleet

/// The name of a registration as the configurator functions write it, `<account>-<purpose>`.
///
/// Source: VeeamHub/veeam-aws-cloudformation, veeam-configurator-lambda.py; ours keeps the form, so that entries of
/// either are told.
enum RegistrationName {
  /// The purpose that a name tells; nil for names of another form or of another account.
  static func purpose(in name: String, account: AccountID?) -> Purpose? {
    guard let account, name.hasPrefix("\(account.rawValue)-") else { return nil }
    let word = name.dropFirst(account.rawValue.count + 1).lowercased()
    let isWord = word.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
    }
    return word.isEmpty || !isWord ? nil : Purpose(rawValue: word)
  }
}
