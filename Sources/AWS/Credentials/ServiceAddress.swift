import FoundationEssentials
import Transport

/// Scheme, host, port and leading path of a service that is named by a URL.
struct ServiceAddress: Hashable, Sendable {
  let scheme: HTTPRequest.Scheme
  let host: String
  let port: Int?
  /// Without a slash at its end.
  let path: String

  /// Reads `http` and `https` addresses that have a host and neither user, query nor fragment.
  init?(_ address: String) {
    guard
      let parts = URLComponents(string: address),
      let scheme = parts.scheme.flatMap({ HTTPRequest.Scheme(rawValue: $0.lowercased()) }),
      let host = parts.host, !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    self.scheme = scheme
    self.host = host.filter { $0 != "[" && $0 != "]" }
    port = parts.port
    path =
      parts.percentEncodedPath.hasSuffix("/") ? String(parts.percentEncodedPath.dropLast()) : parts.percentEncodedPath
  }

  /// The whole address of `target` below this one.
  func url(_ target: String) -> String { "\(scheme.rawValue)://\(request("POST", target).authority)\(path)\(target)" }

  /// A request for `target`, a path with its query, below this address.
  func request(
    _ method: String,
    _ target: String,
    headers: [HTTPHeader] = [],
    body: [UInt8] = []
  ) -> HTTPRequest {
    HTTPRequest(
      method: method,
      scheme: scheme,
      host: host,
      port: port,
      target: path + target,
      headers: headers,
      body: body
    )
  }
}
