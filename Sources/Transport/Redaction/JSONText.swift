/// A JSON text taken apart so that its members keep their order and its numbers their digits.
enum JSONText: Equatable {
  case object([Member])
  case array([JSONText])
  case string(String)
  /// A number, `true`, `false` or `null`, as written.
  case literal(String)

  struct Member: Equatable {
    let key: String
    let value: JSONText
  }

  /// Nil unless all of `bytes` is one JSON value.
  init?(parsing bytes: [UInt8]) {
    var parser = JSONTextParser(bytes: bytes[...])
    guard let value = parser.value(depth: 0), parser.isAtEnd else { return nil }
    self = value
  }

  func redacted(_ side: Redaction.Side, name: String = "") -> JSONText {
    switch self {
    case .string(let text): .string(Redaction.value(text, named: name, side: side))
    case .literal: SecretName.isSecret(name, side: side) ? .string(Redaction.mark) : self
    case .array(let values):
      SecretName.isSecret(name, side: side)
        ? .string(Redaction.mark) : .array(values.map { $0.redacted(side, name: name) })
    case .object(let members):
      SecretName.isSecret(name, side: side) && !hasOnlyNamedMembers
        ? .string(Redaction.mark) : .object(members.map { $0.redacted(side, among: members) })
    }
  }

  /// An object called `Credentials` tells its secrets from the rest itself.
  private var hasOnlyNamedMembers: Bool {
    guard case .object(let members) = self else { return false }
    return members.contains { $0.key.lowercased() == "accesskeyid" }
  }
}

extension JSONText.Member {
  fileprivate func redacted(_ side: Redaction.Side, among members: [JSONText.Member]) -> JSONText.Member {
    let namesSecret = members.contains { sibling in
      guard case .string(let name) = sibling.value, SecretName.isValue(key, of: sibling.key) else { return false }
      return SecretName.isSecret(name, side: side)
    }
    return JSONText.Member(key: key, value: namesSecret ? .string(Redaction.mark) : value.redacted(side, name: key))
  }
}

extension JSONText: CustomStringConvertible {
  var description: String {
    switch self {
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
    case .string(let text): Self.quoted(text)
    case .literal(let text): text
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
