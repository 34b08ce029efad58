import Sandbox
import Synchronization
package import Transport

/// A front before an HTTPS server that lets requests through and counts them, and cuts a client off at one of them.
package final class CuttingFront: Sendable {
  private struct State {
    var lines: [String] = []
    var cut: (number: Int, action: @Sendable () -> Void)?
  }

  private final class Memory: Sendable {
    let state = Mutex(State())
  }

  package let url: String
  private let host: LoopbackHost
  private let memory: Memory

  /// What came through, in order: `POST /api/v1/token`.
  package var lines: [String] { memory.state.withLock { $0.lines } }

  private init(url: String, host: LoopbackHost, memory: Memory) {
    self.url = url
    self.host = host
    self.memory = memory
  }

  /// Lets request `number`, counted from 1 and from now on, through and loses its answer; `action` ends the client.
  package func cut(_ number: Int, _ action: @escaping @Sendable () -> Void) {
    memory.state.withLock {
      $0.lines = []
      $0.cut = (number, action)
    }
  }

  fileprivate static func start(
    before origin: Origin,
    pinned fingerprint: CertificateFingerprint,
    certificate: TestCertificate
  ) async throws -> CuttingFront {
    let memory = Memory()
    let sender = HTTPSender(trust: .pinned([fingerprint]))
    let host = LoopbackHost(tls: certificate.server) { request in
      let action = memory.state.withLock { state in
        state.lines.append("\(request.method) \(request.path)")
        return state.cut?.number == state.lines.count ? state.cut?.action : nil
      }
      var reply: LoopbackReply
      do throws(TransportError) {
        reply = LoopbackReply(try await sender.send(HTTPRequest(request, to: origin)))
      } catch {
        reply = LoopbackReply(status: 502, contentType: "text/plain", body: Array(error.sentence.utf8))
      }
      guard let action else { return reply }
      action()
      reply.delivery = .late(.seconds(30))
      return reply
    }
    return CuttingFront(url: "https://127.0.0.1:\(try await host.start())", host: host, memory: memory)
  }

  fileprivate func stop() async { await host.stop() }
}

/// Runs `body` with a front before `origin`, which shows `certificate`, and stops it however `body` ends.
package func withCuttingFront<Value>(
  before origin: Origin,
  pinned fingerprint: CertificateFingerprint,
  certificate: TestCertificate,
  _ body: (CuttingFront) async throws -> Value
) async throws -> Value {
  let front = try await CuttingFront.start(before: origin, pinned: fingerprint, certificate: certificate)
  do {
    let value = try await body(front)
    await front.stop()
    return value
  } catch {
    await front.stop()
    throw error
  }
}

extension HTTPRequest {
  fileprivate init(_ request: LoopbackRequest, to origin: Origin) {
    let query = request.query.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
    let kept = ["accept", "authorization", "content-type", "x-api-version"]
    self.init(
      method: request.method,
      scheme: .https,
      host: origin.host,
      port: origin.port,
      target: request.path + (query.isEmpty ? "" : "?\(query)"),
      headers: request.headers.filter { kept.contains($0.name.lowercased()) }.map { HTTPHeader($0.name, $0.value) },
      body: request.body
    )
  }
}

extension LoopbackReply {
  fileprivate init(_ response: HTTPResponse) {
    self.init(
      status: response.status,
      contentType: response["Content-Type"],
      body: response.body
    )
  }
}
