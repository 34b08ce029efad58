/// A function as callers name it: by name, by account and name, or by ARN, each with or without an alias or version.
struct FunctionReference: Hashable, Sendable {
  let account: String
  let region: String
  let name: String
  /// An alias or version; nil stands for `$LATEST`.
  let qualifier: String?

  /// - Parameters:
  ///   - text: `name`, `123456789012:function:name`, or an ARN, and maybe `:qualifier` behind.
  ///   - qualifier: What the call says besides.
  ///   - account: The caller's.
  ///   - region: The caller's.
  /// - Throws: `InvalidParameterValueException` for two qualifiers that differ, or a text that names no function.
  init(_ text: String, qualifier: String? = nil, account: String, region: String) throws(ServiceFailure) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.first == "arn" {
      guard parts.count >= 7, parts[2] == "lambda", parts[5] == "function" else { throw Self.malformed(text) }
      (self.account, self.region) = (parts[4], parts[3])
      parts.removeFirst(6)
    } else if parts.count >= 3, parts[1] == "function" {
      (self.account, self.region) = (parts[0], region)
      parts.removeFirst(2)
    } else {
      (self.account, self.region) = (account, region)
    }
    guard let name = parts.first, !name.isEmpty, parts.count <= 2, name.allSatisfy(Self.isAllowed) else {
      throw Self.malformed(text)
    }
    self.name = name
    let own = parts.count == 2 ? parts[1] : nil
    if let own, let qualifier, own != qualifier {
      throw .lambda("The derived qualifier from the function name does not match the specified qualifier.")
    }
    self.qualifier = own ?? qualifier
  }

  /// Without the qualifier.
  var arn: String { "arn:\(Partition(region: region).name):lambda:\(region):\(account):function:\(name)" }

  var qualifiedARN: String { qualifier.map { "\(arn):\($0)" } ?? arn }

  private static func isAllowed(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
  }

  private static func malformed(_ text: String) -> ServiceFailure {
    .lambda(
      "1 validation error detected: Value '\(text)' at 'functionName' failed to satisfy constraint: Member must satisfy "
        + "regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
        + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
    )
  }
}

extension ServiceFailure {
  /// Lambda's word for a parameter that is wrong.
  static func lambda(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "InvalidParameterValueException", message: message)
  }

  static func noFunction(_ arn: String) -> ServiceFailure {
    ServiceFailure(code: "ResourceNotFoundException", message: "Function not found: \(arn)", status: 404)
  }

  static func lambdaConflict(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "ResourceConflictException", message: message, status: 409)
  }
}
