package import Sandbox
import Synchronization

/// What a service answers to each request.
package struct Script: Sendable {
  package let answer: LoopbackHost.Service

  package init(_ answer: @escaping LoopbackHost.Service) { self.answer = answer }
}

/// A service on loopback that answers as a test tells it to, and remembers what it was asked.
package final class ScriptedService: Sendable {
  package let port: Int
  private let host: LoopbackHost
  private let log: RequestLog

  private init(port: Int, host: LoopbackHost, log: RequestLog) {
    self.port = port
    self.host = host
    self.log = log
  }

  package var address: String { "http://127.0.0.1:\(port)" }

  /// What was asked, in order.
  package var requests: [LoopbackRequest] { log.requests.withLock { $0 } }

  fileprivate static func start(_ script: Script) async throws -> ScriptedService {
    let log = RequestLog()
    let host = LoopbackHost { request in
      log.requests.withLock { $0.append(request) }
      return await script.answer(request)
    }
    return ScriptedService(port: try await host.start(), host: host, log: log)
  }

  fileprivate func stop() async { await host.stop() }
}

private final class RequestLog: Sendable {
  let requests = Mutex<[LoopbackRequest]>([])
}

/// Runs `body` beside a service that follows `script`, and stops it, however `body` ends.
@discardableResult
package func withService<Value>(
  _ script: Script,
  _ body: (ScriptedService) async throws -> Value
) async throws -> Value {
  let service = try await ScriptedService.start(script)
  do {
    let value = try await body(service)
    await service.stop()
    return value
  } catch {
    await service.stop()
    throw error
  }
}

extension LoopbackReply {
  /// A JSON answer.
  package static func json(_ text: String, status: Int = 200, errorType: String? = nil) -> LoopbackReply {
    LoopbackReply(
      status: status,
      contentType: "application/json",
      headers: errorType.map { [(name: "x-amzn-errortype", value: $0)] } ?? [],
      body: Array(text.utf8)
    )
  }

  /// A text answer.
  package static func text(_ text: String, status: Int = 200) -> LoopbackReply {
    LoopbackReply(status: status, contentType: "text/plain", body: Array(text.utf8))
  }
}
