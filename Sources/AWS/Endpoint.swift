package import Transport

/// Where a service is reached, and what its signatures are scoped to.
package struct Endpoint: Hashable, Sendable {
  package let scheme: HTTPRequest.Scheme
  package let host: String
  /// Nil: the scheme's own.
  package let port: Int?
  /// What an override puts before every request's path, `/prefix`; usually empty.
  package let path: String
  package let signingRegion: String
  package let signingName: String
  /// Whether a bucket's name may be put before the host; behind an override there is no wildcard name for it.
  package let takesBucketHosts: Bool

  package init(
    scheme: HTTPRequest.Scheme = .https,
    host: String,
    port: Int? = nil,
    path: String = "",
    signingRegion: String,
    signingName: String,
    takesBucketHosts: Bool = false
  ) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.signingRegion = signingRegion
    self.signingName = signingName
    self.takesBucketHosts = takesBucketHosts
  }

  /// How requests to it are signed.
  var signingRules: Signer.Rules { signingName == Service.s3.signingName ? .s3 : .standard }

  /// Whether the host is this very machine, by address: a name could be anybody's.
  var isLoopback: Bool {
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "::1" || octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}

/// An endpoint override as settings give it: `scheme://host[:port][/path]`, nothing else.
struct EndpointOverride: Hashable {
  let scheme: HTTPRequest.Scheme
  let host: String
  let port: Int?
  let path: String

  /// Nil for what is no such address; user information, query and fragment are refused too.
  init?(_ text: String) {
    guard let colon = text.firstRange(of: "://"),
      let scheme = HTTPRequest.Scheme(rawValue: text[..<colon.lowerBound].lowercased())
    else { return nil }
    let rest = text[colon.upperBound...]
    guard rest.utf8.allSatisfy({ (33...126).contains($0) }), !rest.contains(where: { "@?#\\".contains($0) }) else {
      return nil
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let (host, port) = Self.split(authority: rest[..<slash]) else { return nil }
    var path = rest[slash...]
    while path.hasSuffix("/") { path.removeLast() }
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = String(path)
  }

  private static func split(authority: Substring) -> (host: String, port: Int?)? {
    var host = authority
    var rest = authority[authority.endIndex...]
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { return nil }
      host = authority[authority.index(after: authority.startIndex)..<close]
      rest = authority[authority.index(after: close)...]
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      rest = authority[colon...]
    }
    guard !host.isEmpty else { return nil }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
    return (String(host), port)
  }
}
