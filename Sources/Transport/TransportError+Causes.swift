import AsyncHTTPClient
import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension TransportError {
  /// What an error of the libraries below means to a caller.
  init(_ cause: any Error, host: String) {
    self =
      switch cause {
      case let error as TransportError: error
      case is CancellationError: .cancelled
      case is NIOTooManyBytesError: .broken(reason: "the answer's head is too large")
      case let error as HTTPClientError: .init(client: error, host: host)
      case let error as NIOConnectionError: .unreachable(host: host, reason: error.reason)
      case let error as ChannelError: .init(channel: error, host: host)
      case let error as IOError where error.isOfConnecting: .unreachable(host: host, reason: error.reason)
      case let error as IOError: .broken(reason: error.reason)
      case is NIOSSLError, is BoringSSLError: .broken(reason: "TLS: \(cause)")
      default: .broken(reason: String(describing: cause))
      }
  }

  private init(client error: HTTPClientError, host: String) {
    self =
      switch error {
      case .cancelled: .cancelled
      case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
      case .connectTimeout: .unreachable(host: host, reason: "no connection in time")
      case .tlsHandshakeTimeout: .unreachable(host: host, reason: "no TLS handshake in time")
      case .httpProxyHandshakeTimeout: .unreachable(host: host, reason: "the proxy does not answer")
      case .proxyAuthenticationRequired: .unreachable(host: host, reason: "the proxy asks for a sign-in (407)")
      case .invalidProxyResponse: .unreachable(host: host, reason: "the proxy refused")
      case .getConnectionFromPoolTimeout: .unreachable(host: host, reason: "no free connection in time")
      case .remoteConnectionClosed: .broken(reason: "closed before the answer's end")
      default: .broken(reason: error.shortDescription)
      }
  }

  private init(channel error: ChannelError, host: String) {
    self =
      switch error {
      case .connectTimeout: .unreachable(host: host, reason: "no connection in time")
      default: .broken(reason: "closed before the answer's end")
      }
  }
}

extension NIOConnectionError {
  fileprivate var reason: String {
    guard let failure = connectionErrors.first?.error else { return "the name is not known" }
    if let failure = failure as? IOError { return failure.reason }
    if case ChannelError.connectTimeout = failure { return "no connection in time" }
    return String(describing: failure)
  }
}

extension IOError {
  /// An address (unlike a name) is tried alone, and its failure comes bare.
  fileprivate var isOfConnecting: Bool {
    [ECONNREFUSED, ENETUNREACH, EHOSTUNREACH, ETIMEDOUT].contains(errnoCode)
  }

  fileprivate var reason: String {
    switch errnoCode {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET, EPIPE: "connection reset"
    case ENETUNREACH, EHOSTUNREACH: "no route"
    case ETIMEDOUT: "no connection in time"
    default: String(cString: strerror(errnoCode))
    }
  }
}
