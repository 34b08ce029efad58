import FoundationEssentials

/// The parameters of Systems Manager, of all accounts.
struct ParameterState: Sendable {
  struct Parameter: Hashable, Sendable {
    let name: String
    let arn: String
    /// `String`, `StringList` or `SecureString`.
    var type = "String"
    var value: String
    var version = 1
    var description: String?
    var tags: [ResourceTag] = []
    var changedAt: Date
  }

  private struct Key: Hashable {
    let account: String
    let region: String
    let name: String
  }

  private var parameters: [Key: Parameter] = [:]

  /// An account's own parameter, or one that AWS publishes for everybody.
  func parameter(_ name: String, account: String, region: String) -> Parameter? {
    parameters[Key(account: account, region: region, name: name)] ?? PublicParameters.parameter(name, region: region)
  }

  /// - Throws: `ParameterAlreadyExists` unless it may overwrite.
  @discardableResult
  mutating func put(
    _ name: String,
    type: String = "String",
    value: String,
    description: String? = nil,
    tags: [ResourceTag] = [],
    overwrites: Bool,
    account: String,
    region: String,
    at now: Date
  ) throws(ServiceFailure) -> Parameter {
    guard !name.lowercased().hasPrefix("/aws"), !name.lowercased().hasPrefix("aws") else {
      throw ServiceFailure(
        code: "ValidationException",
        message: "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive)."
      )
    }
    let key = Key(account: account, region: region, name: name)
    let known = parameters[key]
    guard overwrites || known == nil else {
      throw ServiceFailure(
        code: "ParameterAlreadyExists",
        message:
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
      )
    }
    let parameter = Parameter(
      name: name,
      arn: "arn:\(Partition(region: region).name):ssm:\(region):\(account):parameter/\(name.trimmed(of: "/"))",
      type: type,
      value: value,
      version: (known?.version ?? 0) + 1,
      description: description ?? known?.description,
      tags: tags.isEmpty ? known?.tags ?? [] : tags,
      changedAt: now
    )
    parameters[key] = parameter
    return parameter
  }

  /// Whether there was one.
  mutating func remove(_ name: String, account: String, region: String) -> Bool {
    parameters.removeValue(forKey: Key(account: account, region: region, name: name)) != nil
  }
}

extension String {
  /// Without one `mark` at the beginning.
  fileprivate func trimmed(of mark: Character) -> Substring { first == mark ? dropFirst() : self[...] }
}
