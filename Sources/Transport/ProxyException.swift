/// One entry of `no_proxy`: `*`, a name, a suffix with or without its dot, an address or a range, each perhaps with a port.
struct ProxyException: Hashable, Sendable {
  private enum Hosts: Hashable {
    case all
    case domain(String)
    case range(NetworkRange)
  }

  private let hosts: Hosts
  /// Nil: every port.
  private let port: Int?

  init(_ text: String) {
    if let range = NetworkRange(text) {
      hosts = .range(range)
      port = nil
      return
    }
    let origin = Origin(authority: text[...], defaultPort: 0) ?? Origin(host: text, port: 0)
    port = origin.port == 0 ? nil : origin.port
    if origin.host == "*" {
      hosts = .all
    } else if let range = NetworkRange(origin.host) {
      hosts = .range(range)
    } else {
      let name = origin.host.lowercased()
      hosts = .domain(String(name.trimmingPrefix("*").trimmingPrefix(".")))
    }
  }

  func covers(_ origin: Origin) -> Bool {
    if let port, port != origin.port { return false }
    switch hosts {
    case .all: return true
    case .range(let range): return NetworkAddress(origin.host).map(range.contains) ?? false
    case .domain(let domain):
      var name = origin.host.lowercased()
      if name.hasSuffix(".") { name.removeLast() }
      return name == domain || name.hasSuffix("." + domain)
    }
  }
}
