/// Takes the secrets out of what goes into the wire log.
///
/// Bodies are taken apart by their format, so that a secret is found by its name wherever it stands; of a body whose format
/// is not known, only the length is told.
enum Redaction {
  /// Who wrote a body: some names are secret only in what we send.
  enum Side {
    case request
    case response
  }

  static let mark = "(redacted)"

  /// The value of a header.
  static func header(_ header: HTTPHeader) -> String {
    if SecretName.isSecret(header: header.name) { return mark }
    return header.name.lowercased() == "location" ? url(header.value) : header.value
  }

  /// An address or a target with the secret parts of its query replaced.
  static func url(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "?") else { return text }
    let query = text[text.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    return text[...mark] + query.map(parameter).joined(separator: "&")
  }

  /// The text of a body.
  static func body(_ bytes: [UInt8], contentType: String?, side: Side) -> String {
    let type = contentType?.lowercased() ?? ""
    let text: String? =
      if type.contains("json") {
        JSONText(parsing: bytes).map { $0.redacted(side).description }
      } else if type.contains("xml") {
        XMLText(parsing: bytes).map { $0.redacted(side).description }
      } else if type.contains("x-www-form-urlencoded") {
        FormText(parsing: bytes).map { $0.redacted(side).description }
      } else {
        nil
      }
    return text ?? "(\(bytes.count) bytes)"
  }

  /// A value whose name is not secret: what is packed into it may be.
  static func value(_ text: String, named name: String, side: Side) -> String {
    if SecretName.isSecret(name, side: side) { return mark }
    let unpacked = text.hasPrefix("%7B") || text.hasPrefix("%5B") ? text.percentDecoded ?? text : text
    if unpacked.first(where: { !$0.isWhitespace }).map({ "{[".contains($0) }) ?? false,
      let json = JSONText(parsing: Array(unpacked.utf8))
    {
      return json.redacted(side).description
    }
    if SecretName.isDocument(name) { return "(\(text.utf8.count) bytes)" }
    return text.hasPrefix("http://") || text.hasPrefix("https://") ? url(text) : text
  }

  private static func parameter(_ text: Substring) -> String {
    guard let equals = text.firstIndex(of: "=") else { return String(text) }
    let name = text[..<equals]
    return SecretName.isSecret(name.percentDecoded ?? String(name), side: .request) ? "\(name)=\(mark)" : String(text)
  }
}
