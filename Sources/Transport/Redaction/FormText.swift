/// An `application/x-www-form-urlencoded` body, shown one decoded field a line.
struct FormText: Equatable {
  private struct Field: Equatable {
    let name: String
    let value: String
  }

  private let fields: [Field]

  /// Nil unless every part is a name, `=` and a value.
  init?(parsing bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var fields: [Field] = []
    for part in text.split(separator: "&", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { half in
        String(half.map { $0 == "+" ? " " : $0 }).percentDecoded
      }
      guard halves.count == 2, let name = halves[0], let value = halves[1] else { return nil }
      fields.append(Field(name: name, value: value))
    }
    self.init(fields: fields)
  }

  private init(fields: [Field]) { self.fields = fields }

  func redacted(_ side: Redaction.Side) -> FormText {
    FormText(
      fields: fields.map { field in
        let namesSecret = fields.contains { sibling in
          SecretName.isValue(field.name, of: sibling.name) && Self.stem(field.name) == Self.stem(sibling.name)
            && SecretName.isSecret(sibling.value, side: side)
        }
        let value = namesSecret ? Redaction.mark : Redaction.value(field.value, named: field.name, side: side)
        return Field(name: field.name, value: value)
      }
    )
  }

  /// What the fields of one list member share: `Tags.member.1`.
  private static func stem(_ name: String) -> Substring {
    name.prefix(upTo: name.lastIndex(of: ".") ?? name.startIndex)
  }
}

extension FormText: CustomStringConvertible {
  var description: String { fields.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") }
}
