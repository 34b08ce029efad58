import Sandbox
package import Transport

/// A front before an HTTPS server: lets requests through as long as ``Scissors`` do.
package final class CuttingFront: Sendable {
  package let port: Int
  private let host: LoopbackHost

  private init(port: Int, host: LoopbackHost) {
    self.port = port
    self.host = host
  }

  fileprivate static func start(
    before origin: Origin,
    pinned fingerprint: CertificateFingerprint,
    certificate: TestCertificate,
    scissors: Scissors
  ) async throws -> CuttingFront {
    let sender = HTTPSender(trust: .pinned([fingerprint]))
    let host = LoopbackHost(tls: certificate.server) { request in
      let reply = await scissors.pass("\(request.method) \(request.path)") {
        do throws(TransportError) {
          return LoopbackReply(try await sender.send(HTTPRequest(request, to: origin)))
        } catch {
          return LoopbackReply(status: 502, contentType: "text/plain", body: Array(error.sentence.utf8))
        }
      }
      return reply ?? LoopbackReply(status: 503, delivery: .resetMidBody)
    }
    return CuttingFront(port: try await host.start(), host: host)
  }

  fileprivate func stop() async { await host.stop() }
}

/// Runs `body` with a front before `origin`, which shows `certificate`, and stops it however `body` ends.
package func withCuttingFront<Value>(
  before origin: Origin,
  pinned fingerprint: CertificateFingerprint,
  certificate: TestCertificate,
  scissors: Scissors = Scissors(),
  _ body: (CuttingFront) async throws -> Value
) async throws -> Value {
  let front = try await CuttingFront.start(
    before: origin,
    pinned: fingerprint,
    certificate: certificate,
    scissors: scissors
  )
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
    self.init(status: response.status, contentType: response["Content-Type"], body: response.body)
  }
}
