import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Sandbox
import Synchronization

/// A function whose code is a closure: its environments speak the runtime API over HTTP, as any other runtime does.
final class ScriptedFunction: Sendable {
  struct Event: Sendable {
    let requestID: String
    let invocationID: String
    let arn: String
    let deadline: Date
    let body: String
    let environment: FunctionHost.Environment
  }

  enum Outcome: Sendable {
    case answer(String)
    case failure(type: String)
    /// The process ends without an answer.
    case crash
  }

  typealias Code = @Sendable (Event) async throws -> Outcome

  /// How many environments there have been, and how many ran at the same time at most.
  let environments = Mutex((started: 0, running: 0, most: 0))
  private let code: Code
  private let initialize: @Sendable () -> Bool

  /// - Parameters:
  ///   - initialize: Whether an environment comes up.
  ///   - code: What is done with each event.
  init(initialize: @escaping @Sendable () -> Bool = { true }, _ code: @escaping Code) {
    self.initialize = initialize
    self.code = code
  }

  var host: FunctionHost {
    FunctionHost { environment in
      self.environments.withLock {
        $0 = ($0.started + 1, $0.running + 1, max($0.most, $0.running + 1))
      }
      // An environment that is ended or loses its sandbox ends quietly, as a process would.
      try? await self.run(environment)
      self.environments.withLock { $0.running -= 1 }
    }
  }

  private func run(_ environment: FunctionHost.Environment) async throws {
    let base = "http://\(environment.variables["AWS_LAMBDA_RUNTIME_API"] ?? "")/2018-06-01/runtime"
    try await HTTPClient.withHTTPClient { client in
      guard initialize() else {
        _ = try await post(client, "\(base)/init/error", #"{"errorType":"Init","errorMessage":"no way"}"#)
        return
      }
      while !Task.isCancelled {
        let next = try await client.execute(HTTPClientRequest(url: "\(base)/invocation/next"), deadline: .distantFuture)
        let body = try await next.body.collect(upTo: 1 << 24)
        guard next.status == .ok else { return }
        func header(_ name: String) -> String { next.headers.first(name: "Lambda-Runtime-\(name)") ?? "" }
        let event = Event(
          requestID: header("Aws-Request-Id"),
          invocationID: header("Invocation-Id"),
          arn: header("Invoked-Function-Arn"),
          deadline: Date(timeIntervalSince1970: (Double(header("Deadline-Ms")) ?? 0) / 1_000),
          body: String(buffer: body),
          environment: environment
        )
        let invocation = "\(base)/invocation/\(event.requestID)"
        let repeated = [("Lambda-Runtime-Invocation-Id", event.invocationID)]
        switch try await code(event) {
        case .answer(let text): _ = try await post(client, "\(invocation)/response", text, repeated)
        case .failure(let type):
          _ = try await post(
            client,
            "\(invocation)/error",
            #"{"errorType":"\#(type)","errorMessage":"it broke"}"#,
            repeated
          )
        case .crash: return
        }
      }
    }
  }

  private func post(
    _ client: HTTPClient,
    _ url: String,
    _ body: String,
    _ headers: [(String, String)] = []
  ) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    request.body = .bytes(ByteBuffer(string: body))
    return try await client.execute(request, timeout: .seconds(30))
  }
}
