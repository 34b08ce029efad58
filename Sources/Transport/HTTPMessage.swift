/// One header line; the name's case is kept, comparisons ignore it.
package struct HTTPHeader: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One HTTP request, exactly as it will stand on the wire: the target is sent character for character, since it is signed.
package struct HTTPRequest: Hashable, Sendable {
  package enum Scheme: String, Hashable, Sendable { case http, https }

  package var method: String
  package var scheme: Scheme
  /// A name or an address, without brackets.
  package var host: String
  /// Nil: the scheme's own.
  package var port: Int?
  /// Path and query, percent-encoded, beginning with `/`.
  package var target: String
  package var headers: [HTTPHeader]
  package var body: [UInt8]

  package init(
    method: String,
    scheme: Scheme,
    host: String,
    port: Int? = nil,
    target: String,
    headers: [HTTPHeader] = [],
    body: [UInt8] = []
  ) {
    self.method = method
    self.scheme = scheme
    self.host = host
    self.port = port
    self.target = target
    self.headers = headers
    self.body = body
  }

  package subscript(name: String) -> String? { headers.first(named: name) }

  /// Host and port as a `Host` header and a signature have them: the scheme's own port left out, the name in lower case.
  package var authority: String {
    let name = host.contains(":") ? "[\(host.lowercased())]" : host.lowercased()
    let standard = scheme == .https ? 443 : 80
    guard let port, port != standard else { return name }
    return "\(name):\(port)"
  }
}

/// One HTTP answer, read to its end.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var headers: [HTTPHeader]
  package var body: [UInt8]

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package subscript(name: String) -> String? { headers.first(named: name) }
}

extension [HTTPHeader] {
  /// The first header of that name, whatever its case.
  package func first(named name: String) -> String? {
    first { $0.name.count == name.count && $0.name.lowercased() == name.lowercased() }?.value
  }
}
