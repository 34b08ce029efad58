import NIOCore
import NIOHTTP1
import Synchronization

/// HTTP/1.1 over TLS to servers known by their certificate's fingerprint.
///
/// AsyncHTTPClient offers no say in the verification, hence connections of our own. They are kept for the next request;
/// one that was idle for so long that the server may have left is not used again.
final class PinnedClient: Sendable {
  private struct Idle {
    let channel: any Channel
    let since: NIODeadline
  }

  /// Below nginx's 75 s.
  private static let idleLimit = TimeAmount.seconds(30)

  private let pins: [CertificateFingerprint]
  private let dialer: Dialer
  private let idle = Mutex<[Origin: [Idle]]>([:])

  init(pins: [CertificateFingerprint], dialer: Dialer) {
    self.pins = pins
    self.dialer = dialer
  }

  deinit { closeIdle() }

  func exchange(_ request: HTTPRequest, bodyLimit: Int) async throws -> HTTPResponse {
    guard request.scheme == .https else {
      throw TransportError.unreachable(host: request.host, reason: "a pinned server is only spoken to over https")
    }
    let channel = if let kept = takeIdle(request.origin) { kept } else { try await open(request.origin) }
    let answer = try await channel.perform(request, bodyLimit: bodyLimit)
    if answer.isReusable { keep(channel, for: request.origin) }
    return answer.response
  }

  func closeIdle() {
    let channels = idle.withLock { idle in
      defer { idle = [:] }
      return idle.values.joined().map(\.channel)
    }
    for channel in channels { channel.close(promise: nil) }
  }

  private func open(_ origin: Origin) async throws -> any Channel {
    let pins = pins
    return try await dialer.open(origin) { leaf in
      leaf.fingerprint.isAmong(pins)
    } handlers: { pipeline in
      try pipeline.addHTTPClientHandlers()
      try pipeline.addHandler(ExchangeHandler())
    }
  }

  private func takeIdle(_ origin: Origin) -> (any Channel)? {
    let now = NIODeadline.now()
    return idle.withLock { idle in
      while let last = idle[origin]?.popLast() {
        if last.channel.isActive, now - last.since < Self.idleLimit { return last.channel }
        last.channel.close(promise: nil)
      }
      return nil
    }
  }

  private func keep(_ channel: any Channel, for origin: Origin) {
    idle.withLock { $0[origin, default: []].append(Idle(channel: channel, since: .now())) }
  }
}

extension Channel {
  /// Sends one request through an ``ExchangeHandler``; a cancelled exchange closes the connection.
  fileprivate func perform(_ request: HTTPRequest, bodyLimit: Int) async throws -> Exchange.Answer {
    let answer = eventLoop.makePromise(of: Exchange.Answer.self)
    // A connection that closed meanwhile has no handler left that could answer.
    writeAndFlush(Exchange(request: request, bodyLimit: bodyLimit, answer: answer)).whenFailure { answer.fail($0) }
    return try await withTaskCancellationHandler {
      try await answer.futureResult.get()
    } onCancel: {
      close(promise: nil)
    }
  }
}
