import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Sandbox
import Synchronization

/// The public reference's two functions, played by a plain client of the runtime API.
///
/// They make random external ids that nobody remembers, register on Create only, and have the log stream's name as
/// physical id.
final class ReferenceFunctions: Sendable {
  private let world: Mutex<World?> = Mutex(nil)
  private let seen = Mutex<[String]>([])

  /// Whose appliance they register with.
  func serve(_ world: World) { self.world.withLock { $0 = world } }

  /// The request types they were asked for, in order.
  var requests: [String] { seen.withLock { $0 } }

  /// They run what has a Python handler, and `others` the rest.
  func host(others: FunctionHost) -> FunctionHost {
    FunctionHost { environment in
      if environment.variables["_HANDLER"]?.contains("lambda_handler") == true {
        await self.run(environment)
      } else {
        await others.run(environment)
      }
    }
  }

  /// Every environment that waits for an event keeps a connection: the usual eight would leave none for answers.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_000
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  // MARK: The runtime API

  private func run(_ environment: FunctionHost.Environment) async {
    guard let authority = environment.variables["AWS_LAMBDA_RUNTIME_API"] else { return }
    let base = "http://\(authority)/2018-06-01/runtime/invocation"
    // Ends with the environment: the poll fails or is cancelled then.
    while let (id, event) = try? await next(base) {
      let stream = environment.variables["AWS_LAMBDA_LOG_STREAM_NAME"] ?? "stream"
      // An answer that was refused is the stack's to miss; the event is over all the same.
      _ = await answer(event, stream: stream)
      var done = HTTPClientRequest(url: "\(base)/\(id)/response")
      done.method = .POST
      done.body = .bytes(ByteBuffer(string: "null"))
      _ = try? await Self.client.execute(done, timeout: .seconds(30))
    }
  }

  private struct Ended: Error {}

  private func next(_ base: String) async throws -> (id: String, event: [String: any Sendable]) {
    let response = try await Self.client.execute(HTTPClientRequest(url: "\(base)/next"), timeout: .hours(1))
    guard response.status == .ok, let id = response.headers.first(name: "Lambda-Runtime-Aws-Request-Id") else {
      throw Ended()
    }
    let body = try await response.body.collect(upTo: 1 << 20)
    let event = try JSONSerialization.jsonObject(with: Data(Array(body.readableBytesView))) as? [String: any Sendable]
    return (id, event ?? [:])
  }

  // MARK: The functions

  private func answer(_ event: [String: any Sendable], stream: String) async -> Bool {
    guard let properties = event["ResourceProperties"] as? [String: any Sendable],
      let address = event["ResponseURL"] as? String, let type = event["RequestType"] as? String
    else { return false }
    seen.withLock { $0.append(type) }
    var data: [String: String] = [:]
    if type == "Create", let length = (properties["Length"] as? String).flatMap(Int.init) {
      data["RandomExtId"] = String((0..<length).compactMap { _ in Self.alphabet.randomElement() })
    } else if type == "Create" {
      await register(properties)
    }
    let body: [String: Any] = [
      "Status": "SUCCESS", "Reason": "See the log", "PhysicalResourceId": stream,
      "StackId": event["StackId"] ?? "", "RequestId": event["RequestId"] ?? "",
      "LogicalResourceId": event["LogicalResourceId"] ?? "", "NoEcho": false, "Data": data,
    ]
    guard let bytes = try? JSONSerialization.data(withJSONObject: body) else { return false }
    var put = HTTPClientRequest(url: address)
    put.method = .PUT
    put.headers.add(name: "content-type", value: "")
    put.body = .bytes(ByteBuffer(bytes: bytes))
    return (try? await Self.client.execute(put, timeout: .seconds(30)))?.status == .ok
  }

  private func register(_ properties: [String: any Sendable]) async {
    guard let account = properties["MemberAccountId"] as? String, let role = properties["RoleName"] as? String,
      let purpose = properties["Purpose"] as? String
    else { return }
    await world.withLock { $0 }?.add(
      Registration(
        id: UUID().uuidString.lowercased(),
        name: "\(account)-\(purpose)",
        description: "",
        account: account,
        roleName: role,
        permissions: []
      )
    )
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
