/// The text of a config or credentials file, read into its sections.
///
/// The format is that of the AWS SDKs and tools reference guide, "Format of the config file" (read 2026-11): `[section]`,
/// `key = value`, `#` and `;` begin a comment at the start of a line or after white space, indented lines under a key
/// without a value are nested keys. A section or a key that comes twice counts as one, the later value wins.
struct ProfileFile: Hashable, Sendable {
  /// What stands after the equals sign.
  enum Value: Hashable, Sendable {
    case text(String)
    case nested([String: String])
  }

  /// By the text between the brackets, trimmed.
  private(set) var sections: [String: [String: Value]] = [:]

  /// Reads `text`; `path` names the file in errors.
  init(_ text: String, path: String) throws(CredentialError) {
    var section: String?
    var openKey: String?
    for (number, rawLine) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let content = Self.withoutComment(rawLine)
      let line = content.trimmed
      if line.isEmpty { continue }
      let place = "\(path), line \(number + 1)"
      if line.first == "[", content.first == "[" {
        guard let end = line.firstIndex(of: "]") else {
          throw .misconfigured("\(place): expected ] after the section's name")
        }
        let name = String(line[line.index(after: line.startIndex)..<end].trimmed)
        if sections[name] == nil { sections[name] = [:] }
        section = name
        openKey = nil
        continue
      }
      guard let section else { throw .misconfigured("\(place): expected a [section] before the first key") }
      if content.first?.isWhitespace == true, let key = openKey {
        try nest(line, under: key, in: section, place: place)
        continue
      }
      let (key, value) = try Self.pair(line, place: place)
      sections[section, default: [:]][key] = .text(value)
      openKey = key
    }
  }

  /// Adds an indented line to the key above it: a nested key when that key has no value of its own, else more of its text.
  private mutating func nest(
    _ line: Substring,
    under key: String,
    in section: String,
    place: String
  ) throws(CredentialError) {
    switch sections[section]?[key] {
    case .text(let text) where !text.isEmpty:
      sections[section]?[key] = .text("\(text)\n\(line)")
    case .text, nil:
      let (name, value) = try Self.pair(line, place: place)
      sections[section]?[key] = .nested([name: value])
    case .nested(var values):
      let (name, value) = try Self.pair(line, place: place)
      values[name] = value
      sections[section]?[key] = .nested(values)
    }
  }

  private static func pair(_ line: Substring, place: String) throws(CredentialError) -> (key: String, value: String) {
    guard let equals = line.firstIndex(of: "=") else { throw .misconfigured("\(place): expected key = value") }
    let key = line[..<equals].trimmed.lowercased()
    guard !key.isEmpty else { throw .misconfigured("\(place): expected a key before =") }
    return (key, String(line[line.index(after: equals)...].trimmed))
  }

  private static func withoutComment(_ line: Substring) -> Substring {
    var afterSpace = true
    for index in line.indices {
      if afterSpace, line[index] == "#" || line[index] == ";" { return line[..<index] }
      afterSpace = line[index].isWhitespace
    }
    return line
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Without white space at either end.
  var trimmed: Substring {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else {
      return self[endIndex..<endIndex]
    }
    return self[first...last]
  }
}
