import AWS
import TestSupport
import Transport

/// Runs `body` with a server that gives `answers` and a connection to it.
func withConnection<Value: Sendable>(
  _ answers: [ScriptedServer.Answer],
  _ body: @escaping @Sendable (ScriptedServer, AWSConnection) async throws -> Value
) async throws -> Value {
  try await withTimeout {
    try await withScriptedServer(answers) { server in
      let sender = HTTPSender()
      let connection = AWSConnection(
        settings: AWSSettings(region: "eu-west-1", endpointURL: server.endpoint, maxAttempts: 1),
        sender: sender,
        governor: Governor(limits: .off)
      ) { _ throws(CredentialError) in AWSCredentials(accessKeyID: "KEY", secretAccessKey: "secret") }
      let result: Result<Value, any Error>
      do {
        result = .success(try await body(server, connection))
      } catch {
        result = .failure(error)
      }
      try await sender.shutdown()
      return try result.get()
    }
  }
}

extension ScriptedServer.Answer {
  static func xml(_ body: String, status: Int = 200) -> Self {
    Self(status, headers: ["Content-Type: text/xml"], body: body)
  }

  /// An answer of `operation` with `result` in it.
  static func result(_ operation: String, _ result: String) -> Self {
    xml(
      """
      <\(operation)Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
        <\(operation)Result>\(result)</\(operation)Result>
        <ResponseMetadata><RequestId>b9b4b068</RequestId></ResponseMetadata>
      </\(operation)Response>
      """
    )
  }
}

/// All pages of a list.
func all<Element>(_ pages: Pages<Element>) async throws(AWSError) -> [Element] {
  var all: [Element] = []
  for try await page in pages { all.append(page) }
  return all
}
