/// One HTTP request, whole, as a simulated service sees it.
package struct LoopbackRequest: Sendable {
  package let method: String

  /// The path as sent, still percent-encoded, without the query.
  package let path: String

  /// The decoded query, in the order it was sent; names may repeat.
  package let query: [QueryItem]

  /// The header fields in the order they came; names may repeat.
  package let headers: [HeaderField]

  /// Host and port as the client wrote them; answers build absolute links from it.
  package let authority: String
  package let body: [UInt8]

  package struct HeaderField: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct QueryItem: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    method: String,
    target: String,
    headers: [HeaderField] = [],
    authority: String = "127.0.0.1",
    body: [UInt8] = []
  ) {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    self.path = parts.first.map(String.init) ?? "/"
    self.query = parts.count > 1 ? FormEncoding.items(in: parts[1]) : []
    self.headers = headers
    self.authority = authority
    self.body = body
  }

  /// The first value of the header called `name`, whatever its letter case.
  package func header(_ name: String) -> String? { headerValues(name).first }

  /// Every value of the header called `name`.
  package func headerValues(_ name: String) -> [String] {
    let wanted = name.lowercased()
    return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
  }

  /// The first query value called `name`, whatever its letter case.
  package func queryValue(_ name: String) -> String? {
    query.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// Every query value called `name`, whatever its letter case.
  package func queryValues(_ name: String) -> [String] {
    query.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }
}
