/// An operation of a REST service: its method, its path with named parts, and a query name where that tells it apart.
struct RESTRoute: Sendable {
  private enum Part: Sendable {
    case word(Substring)
    case label(String)
    /// All that is left, slashes included: an object's key.
    case rest(String)
  }

  let operation: String
  private let method: String
  private let parts: [Part]
  private let query: String?

  /// - Parameters:
  ///   - operation: The operation's name.
  ///   - line: As botocore's models have it: `PUT /2015-03-31/functions/{FunctionName}/code`, `GET /{Bucket}?versioning`,
  ///     `PUT /{Bucket}/{Key+}`.
  init(_ operation: String, _ line: String) {
    self.operation = operation
    let words = line.split(separator: " ", maxSplits: 1)
    method = String(words[0])
    let sides = words[1].split(separator: "?", maxSplits: 1)
    query = sides.count > 1 ? String(sides[1]) : nil
    parts = sides[0].split(separator: "/").map { part in
      guard part.hasPrefix("{") else { return .word(part) }
      let name = String(part.dropFirst().dropLast())
      return name.hasSuffix("+") ? .rest(String(name.dropLast())) : .label(name)
    }
  }

  /// The named parts of the request's path, decoded; nil when it is for another operation.
  func labels(of request: LoopbackRequest) -> [String: String]? {
    guard request.method == method else { return nil }
    if let query, !request.query.contains(where: { "\($0.name)=\($0.value)" == query || $0.name == query }) {
      return nil
    }
    var left = request.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)[...]
    // Lambda's older paths end in a slash.
    if left.last?.isEmpty == true, case .rest? = parts.last {} else if left.last?.isEmpty == true { left.removeLast() }
    var labels: [String: String] = [:]
    for part in parts {
      guard let next = left.first, !next.isEmpty else { return nil }
      switch part {
      case .word(let word):
        guard next == word else { return nil }
      case .label(let name): labels[name] = FormEncoding.decoded(next)
      case .rest(let name):
        labels[name] = FormEncoding.decoded(left.joined(separator: "/"))
        return labels
      }
      left.removeFirst()
    }
    return left.isEmpty ? labels : nil
  }
}
