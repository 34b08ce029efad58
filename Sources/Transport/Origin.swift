/// Where a connection leads: connections to one origin can stand in for each other.
package struct Origin: Hashable, Sendable {
  package let host: String
  package let port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Host and port with a colon between them, an IPv6 address in brackets.
  package var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

extension HTTPRequest {
  package var origin: Origin { Origin(host: host, port: port ?? (scheme == .https ? 443 : 80)) }
}
