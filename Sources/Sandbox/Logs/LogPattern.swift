/// A filter pattern of CloudWatch Logs: words and phrases, or a comparison of one field of JSON.
///
/// Source: CloudWatch Logs User Guide, "Filter pattern syntax".
struct LogPattern {
  private enum Test {
    case all
    /// Every one of `needed`, none of `excluded`, and one of `optional` if there are any.
    case words(needed: [String], excluded: [String], optional: [String])
    case field(path: [String], value: String, isEqual: Bool)
  }

  private let test: Test

  /// - Throws: `InvalidParameterException` for a pattern that this cannot read.
  init(_ text: String) throws(ServiceFailure) {
    let trimmed = text.drop { $0 == " " }
    if trimmed.isEmpty {
      test = .all
    } else if trimmed.hasPrefix("{") {
      test = try Self.field(String(trimmed))
    } else {
      test = Self.words(String(trimmed))
    }
  }

  func matches(_ message: String) -> Bool {
    switch test {
    case .all: return true
    case .words(let needed, let excluded, let optional):
      return needed.allSatisfy(message.contains) && !excluded.contains(where: message.contains)
        && (optional.isEmpty || optional.contains(where: message.contains))
    case .field(let path, let value, let isEqual):
      var found = JSONValue(Array(message.utf8))
      for name in path { found = found?[name] }
      guard let found else { return false }
      let text = found.string ?? found.text
      return (text == value) == isEqual
    }
  }

  private static func words(_ text: String) -> Test {
    var (needed, excluded, optional): ([String], [String], [String]) = ([], [], [])
    // Phrases stand in quotation marks and may hold spaces.
    var rest = Substring(text)
    while !rest.isEmpty {
      let mark = rest.first.flatMap { "-?".contains($0) ? $0 : nil }
      if mark != nil { rest = rest.dropFirst() }
      let word: Substring
      if rest.first == "\"" {
        word = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest.dropFirst(word.count + 2)
      } else {
        word = rest.prefix { $0 != " " }
        rest = rest.dropFirst(word.count)
      }
      rest = rest.drop { $0 == " " }
      guard !word.isEmpty else { continue }
      switch mark {
      case "-": excluded.append(String(word))
      case "?": optional.append(String(word))
      default: needed.append(String(word))
      }
    }
    return .words(needed: needed, excluded: excluded, optional: optional)
  }

  private static func field(_ text: String) throws(ServiceFailure) -> Test {
    let pattern = /\{\s*\$\.([A-Za-z0-9_.]+)\s*(=|!=)\s*"?([^"}]*?)"?\s*\}\s*/
    guard let match = text.wholeMatch(of: pattern) else {
      throw ServiceFailure(code: "InvalidParameterException", message: "Invalid filter pattern")
    }
    let path = match.1.split(separator: ".").map(String.init)
    return .field(path: path, value: String(match.3), isEqual: match.2 == "=")
  }
}
