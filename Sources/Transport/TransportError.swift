/// Why no answer came, or why it was not taken.
package enum TransportError: Error, Hashable, Sendable {
  /// The deadline passed.
  case timedOut
  /// Name not found, connection refused, no route, proxy refused: nothing was sent.
  case unreachable(host: String, reason: String)
  /// The connection ended before the answer did.
  case broken(reason: String)
  /// The certificate is not trusted; the presented one's fingerprint where the handshake got that far.
  case certificateRefused(host: String, presented: CertificateFingerprint?)
  /// The answer is larger than the caller allows.
  case tooLarge(limit: Int)
  /// The service wants us elsewhere; signed requests never follow.
  case redirected(status: Int, location: String?)
  /// The file that names the certificate authorities cannot be read as PEM.
  case authoritiesUnreadable(file: String)
  /// The environment variable does not hold a proxy's address; its value is kept back, it may hold a password.
  case proxyMalformed(variable: String)
  case cancelled

  /// What happened, for a person.
  package var sentence: String {
    switch self {
    case .timedOut: "no answer in time"
    case .unreachable(let host, let reason): "\(host) cannot be reached: \(reason)"
    case .broken(let reason): "the connection broke: \(reason)"
    case .certificateRefused(let host, let presented):
      "the certificate of \(host) is not trusted" + (presented.map { " (SHA-256 \($0))" } ?? "")
    case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
    case .redirected(let status, let location):
      "redirected (\(status)) to \(location ?? "nowhere"), which is not followed"
    case .authoritiesUnreadable(let file): "\(file) holds no certificate authorities in PEM form"
    case .proxyMalformed(let variable): "\(variable) is no proxy address"
    case .cancelled: "cancelled"
    }
  }

  /// What may mend it, where something is known to.
  package var nextStep: String? {
    switch self {
    case .timedOut, .broken, .cancelled, .tooLarge: nil
    case .unreachable: "check the address, the network and the proxy settings"
    case .certificateRefused: "compare the fingerprint with the server's own, then trust it in the configuration"
    case .redirected: "check the region and the endpoint in the configuration"
    case .authoritiesUnreadable: "name a readable PEM file"
    case .proxyMalformed: "write it as http://host:port or http://user:password@host:port"
    }
  }

  /// Whether another attempt may help.
  package var isTransient: Bool {
    switch self {
    case .timedOut, .unreachable, .broken: true
    case .certificateRefused, .tooLarge, .redirected, .authoritiesUnreadable, .proxyMalformed, .cancelled: false
    }
  }
}
