package import Transport

/// Where the appliance is, how its certificate is trusted, and which secrets sign in to it.
package struct ApplianceSettings: Hashable, Sendable {
  /// The road to the appliance.
  package enum Via: String, Hashable, Sendable, CaseIterable {
    case direct
    /// Through the configurator function, for hosts that cannot reach the appliance.
    case function
  }

  package var address: Address
  package var trust: Trust
  package var via: Via
  /// Secret of a Portal Operator, enough to look; nil: `backup.secret`.
  package var readSecret: String?
  package var writeSecret: String?

  /// Host and port out of `https://host:port`.
  package struct Address: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }

    /// Reads `https://host`, `https://host:port` or `https://[address]:port`, with at most a `/` behind.
    ///
    /// Another scheme, a user, a path or a query is refused: the appliance's paths are ours to add.
    package init?(url: String) {
      guard url.hasPrefix("https://") else { return nil }
      var rest = url.dropFirst("https://".count)
      if rest.hasSuffix("/") { rest = rest.dropLast() }
      let host: Substring
      if rest.hasPrefix("[") {
        guard let close = rest.firstIndex(of: "]") else { return nil }
        host = rest[rest.index(after: rest.startIndex)..<close]
        rest = rest[rest.index(after: close)...]
        guard host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
      } else {
        host = rest.prefix { $0 != ":" }
        rest = rest.dropFirst(host.count)
        guard host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }) else { return nil }
      }
      guard !host.isEmpty else { return nil }
      if rest.isEmpty {
        self.init(host: String(host), port: Self.standardPort)
      } else {
        guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        self.init(host: String(host), port: Int(port))
      }
    }

    /// The port an appliance listens at when its address names none.
    ///
    /// Source: Veeam Backup for AWS REST API Reference, "Requests".
    package static let standardPort = 11005

    package var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    package var url: String { "https://\(description)" }
  }
}
