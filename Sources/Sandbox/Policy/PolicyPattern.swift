/// A text of a policy with `*` for any characters and `?` for one.
struct PolicyPattern: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  func matches(_ candidate: String) -> Bool {
    let pattern = Array(text.utf8)
    let bytes = Array(candidate.utf8)
    var (at, next) = (0, 0)
    // Where the last `*` stood, and how far it has swallowed.
    var star: (pattern: Int, text: Int)?
    while at < bytes.count {
      if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
        star = (next, at)
        next += 1
      } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == bytes[at] {
        next += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        (next, at) = (last.pattern + 1, last.text + 1)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// As for actions, where letter case does not count.
  func matchesIgnoringCase(_ candidate: String) -> Bool {
    PolicyPattern(text.lowercased()).matches(candidate.lowercased())
  }

  /// With `${aws:PrincipalAccount}` and its like replaced; nil when the request has no such value.
  ///
  /// Source: IAM User Guide, "IAM policy elements: Variables and tags": an unknown variable matches nothing.
  func resolved(for request: AccessRequest) -> PolicyPattern? {
    guard text.contains("${") else { return self }
    var out = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstRange(of: "}") {
      out += rest[..<start.lowerBound]
      let name = rest[start.upperBound..<end.lowerBound]
      switch name {
      case "*", "?", "$": out += name
      default:
        guard let value = request.context[name.lowercased()]?.first else { return nil }
        out += value
      }
      rest = rest[end.upperBound...]
    }
    return PolicyPattern(out + rest)
  }
}
