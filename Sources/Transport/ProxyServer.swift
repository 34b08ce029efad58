extension ProxySettings {
  /// One HTTP proxy, spoken to in clear and asked to `CONNECT`.
  package struct Server: Hashable, Sendable, CustomStringConvertible {
    package struct Credential: Hashable, Sendable {
      let username: String
      let password: String
    }

    package let host: String
    package let port: Int
    let credential: Credential?

    /// Without the credential.
    package var description: String { Origin(host: host, port: port).authority }

    /// Reads `http://user:password@host:port`; only the host is needed.
    ///
    /// - Parameter setting: An environment variable and its value.
    /// - Throws: ``TransportError/proxyMalformed(variable:)``.
    init?(_ setting: (name: String, value: String)?) throws(TransportError) {
      guard let setting else { return nil }
      guard let server = Self(address: setting.value) else { throw .proxyMalformed(variable: setting.name) }
      self = server
    }

    private init?(address: String) {
      var rest = address[...]
      if let scheme = rest.firstRange(of: "://") {
        guard rest[..<scheme.lowerBound].lowercased() == "http" else { return nil }
        rest = rest[scheme.upperBound...]
      }
      rest = rest.prefix { $0 != "/" }
      if let at = rest.lastIndex(of: "@") {
        let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let username = parts.first.flatMap({ $0.percentDecoded }) else { return nil }
        guard let password = (parts.count == 2 ? parts[1] : "").percentDecoded else { return nil }
        credential = Credential(username: username, password: password)
        rest = rest[rest.index(after: at)...]
      } else {
        credential = nil
      }
      guard let origin = Origin(authority: rest, defaultPort: 80) else { return nil }
      host = origin.host
      port = origin.port
    }
  }
}

extension Origin {
  /// Reads `host`, `host:port`, `address`, `[address]` or `[address]:port`.
  package init?(authority: Substring, defaultPort: Int) {
    var rest = authority
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = String(rest[rest.index(after: rest.startIndex)..<end])
      rest = rest[rest.index(after: end)...]
    } else if rest.count(where: { $0 == ":" }) > 1 {
      host = String(rest)
      rest = ""
    } else {
      host = String(rest.prefix { $0 != ":" })
      rest = rest.dropFirst(host.count)
    }
    guard !host.isEmpty else { return nil }
    guard !rest.isEmpty else {
      port = defaultPort
      return
    }
    guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
    self.port = port
  }
}
