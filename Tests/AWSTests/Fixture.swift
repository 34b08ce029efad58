import AWS
import FoundationEssentials
import Synchronization
import TestSupport
import Transport

/// A connection to a scripted server, in a time of its own.
struct Fixture {
  let connection: AWSConnection
  let time: ManualTime
  /// Access keys that were refused, as the connection told the provider.
  let refused: Refused

  final class Refused: Sendable {
    private let keys = Mutex<[String]>([])
    var all: [String] { keys.withLock { $0 } }
    func add(_ key: String) { keys.withLock { $0.append(key) } }
  }

  init(_ endpoint: String, sender: HTTPSender, maxAttempts: Int = 8) {
    let time = ManualTime()
    let refused = Refused()
    self.time = time
    self.refused = refused
    connection = AWSConnection(
      settings: AWSSettings(region: "eu-west-1", endpointURL: endpoint, maxAttempts: maxAttempts),
      sender: sender,
      governor: Governor(
        limits: .off,
        timepiece: Timepiece(now: { time.elapsed }, sleep: { try time.pass($0) })
      ),
      timing: Timing(
        now: { time.now },
        elapsed: { time.elapsed },
        sleep: { try time.pass($0) },
        jitter: { 1 }
      )
    ) { rejected throws(CredentialError) in
      if let rejected { refused.add(rejected.accessKeyID) }
      let number = refused.all.count + 1
      return AWSCredentials(
        accessKeyID: "KEY\(number)",
        secretAccessKey: "the secret \(number)",
        sessionToken: "token \(number)"
      )
    }
  }

  /// Runs `body` with a server that gives `answers` and a connection to it.
  static func with<Value: Sendable>(
    _ answers: [ScriptedServer.Answer],
    path: String = "",
    maxAttempts: Int = 8,
    _ body: @escaping @Sendable (ScriptedServer, Fixture) async throws -> Value
  ) async throws -> Value {
    try await withTimeout {
      try await withScriptedServer(answers) { server in
        let sender = HTTPSender()
        let result: Result<Value, any Error>
        do {
          let fixture = Fixture(server.endpoint + path, sender: sender, maxAttempts: maxAttempts)
          result = .success(try await body(server, fixture))
        } catch {
          result = .failure(error)
        }
        try await sender.shutdown()
        return try result.get()
      }
    }
  }
}

extension ScriptedServer.Answer {
  static func json(_ body: String, status: Int = 200, headers: [String] = []) -> Self {
    Self(status, headers: ["Content-Type: application/x-amz-json-1.1"] + headers, body: body)
  }

  static func refusal(_ code: String, _ message: String = "", status: Int = 400, headers: [String] = []) -> Self {
    json(#"{"__type":"\#(code)","message":"\#(message)"}"#, status: status, headers: headers)
  }

  static let organization = json(#"{"Organization":{"Id":"o-exampleorgid"}}"#)
}
