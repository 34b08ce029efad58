/// The form body of a call to a query service, with its lists and structures taken apart again.
struct QueryInput: Sendable {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  func string(_ name: String) -> String? { values[name] }

  /// - Throws: `ValidationError` when it is missing or empty.
  func required(_ name: String) throws(ServiceFailure) -> String {
    guard let value = values[name], !value.isEmpty else {
      let member = name.prefix(1).lowercased() + name.dropFirst()
      throw .validation(
        "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: Member must not be null"
      )
    }
    return value
  }

  /// - Throws: `ValidationError` when it is no number or out of `range`.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(ServiceFailure) -> Int? {
    guard let text = values[name] else { return nil }
    let member = name.prefix(1).lowercased() + name.dropFirst()
    guard let value = Int(text) else { throw .validation("\(member) must be a number") }
    guard range.contains(value) else {
      let bound =
        value < range.lowerBound
        ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
      throw .validation(
        """
        1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: \
        Member must have value \(bound)
        """
      )
    }
    return value
  }

  func boolean(_ name: String) -> Bool? { values[name].map { $0 == "true" } }

  /// `Name.member.1`, `Name.member.2`, …; nil when the list was not sent at all.
  func strings(_ name: String) -> [String]? {
    if values[name] == "" { return [] }
    var found: [String] = []
    while let value = values["\(name).member.\(found.count + 1)"] { found.append(value) }
    return found.isEmpty ? nil : found
  }

  /// `Name.member.1.X`, …, each as an input of its own.
  func structures(_ name: String) -> [QueryInput] {
    var found: [QueryInput] = []
    while let next = structure("\(name).member.\(found.count + 1)") { found.append(next) }
    return found
  }

  /// `Name.X`, …; nil when nothing of it was sent.
  func structure(_ name: String) -> QueryInput? {
    let prefix = name + "."
    var inner: [String: String] = [:]
    for (key, value) in values where key.hasPrefix(prefix) { inner[String(key.dropFirst(prefix.count))] = value }
    return inner.isEmpty ? nil : QueryInput(inner)
  }
}
