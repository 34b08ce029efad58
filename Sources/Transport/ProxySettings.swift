/// Which requests go through which proxy, as `https_proxy`, `http_proxy` and `no_proxy` have it.
///
/// Plain requests, too, go through a tunnel that the proxy opens on `CONNECT`.
/// Loopback and link-local addresses (the instance and container metadata services) are never reached through a proxy.
package struct ProxySettings: Hashable, Sendable {
  package static let none = ProxySettings(https: nil, http: nil, exceptions: [])

  private let https: Server?
  private let http: Server?
  private let exceptions: [ProxyException]

  /// Reads the environment; the lower-case name goes before the upper-case one, as in curl.
  ///
  /// `HTTP_PROXY` is not read: in a CGI process the caller of the page could set it.
  package init(environment: [String: String]) throws(TransportError) {
    let exceptions = environment.value(of: "no_proxy", "NO_PROXY")?.value ?? ""
    self.init(
      https: try Server(environment.value(of: "https_proxy", "HTTPS_PROXY")),
      http: try Server(environment.value(of: "http_proxy")),
      exceptions: exceptions.split { $0 == "," || $0 == " " }.map { ProxyException(String($0)) }
    )
  }

  private init(https: Server?, http: Server?, exceptions: [ProxyException]) {
    self.https = https
    self.http = http
    self.exceptions = exceptions
  }

  /// Every proxy that may be asked for.
  var servers: Set<Server> { Set([https, http].compactMap { $0 }) }

  /// The proxy to send `request` through; nil: straight to its host.
  package func server(for request: HTTPRequest) -> Server? {
    let server = request.scheme == .https ? https : http
    return isExempt(request.origin) ? nil : server
  }

  func server(forTLSTo origin: Origin) -> Server? { isExempt(origin) ? nil : https }

  private func isExempt(_ origin: Origin) -> Bool {
    Self.isLocal(origin.host) || exceptions.contains { $0.covers(origin) }
  }

  private static let localRanges = ["127.0.0.0/8", "::1", "169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"]
    .compactMap(NetworkRange.init)

  private static func isLocal(_ host: String) -> Bool {
    let name = host.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") { return true }
    guard let address = NetworkAddress(name) else { return false }
    return localRanges.contains { $0.contains(address) }
  }
}

extension [String: String] {
  /// The first of `names` that is set to something.
  fileprivate func value(of names: String...) -> (name: String, value: String)? {
    for name in names {
      if let value = self[name], !value.isEmpty { return (name, value) }
    }
    return nil
  }
}
