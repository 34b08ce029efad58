import FoundationEssentials
import TestSupport
import Testing
import Transport

@Suite struct WireLogTests {
  @Test(arguments: ClientKind.allCases)
  func `an exchange is one readable entry`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    let text = try await logged { log in
      try await withRawServer(certificate) { _, _ in
        [
          .send(
            .answer(
              "400 Bad Request",
              "{\"a\":1}",
              headers: ["Content-Type: application/json", "x-amzn-RequestId: r-1"]
            )
          )
        ]
      } _: { server in
        let port = server.port
        try await kind.withSender(trusting: certificate, log: log) { sender in
          var request = HTTPRequest.get("/x?a=b", port: port)
          request.method = "POST"
          request.headers = [
            HTTPHeader("Content-Type", "application/json"), HTTPHeader("Authorization", "Bearer hunter2"),
          ]
          request.body = Array("{\"b\":[2]}".utf8)
          _ = try await sender.send(request)
        }
        return "\(port)"
      }
    }
    let lines = text.log.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 12)
    let first = try #require(lines[0].firstMatch(of: /^\S+Z POST (\S+) -> (.*) in \d+ ms$/))
    #expect(first.1 == "https://localhost:\(text.note)/x?a=b")
    #expect(first.2 == "400 (request id r-1)")
    #expect(lines[1...4] == ["> Content-Type: application/json", "> Authorization: (redacted)", ">", "> {\"b\":[2]}"])
    #expect(Array(lines[8...]) == ["<", "< {\"a\":1}", "", ""])
  }

  @Test func `a failure is logged with its reason`() async throws {
    let text = try await logged { log in
      let sender = HTTPSender(.init(trust: .pinned([]), log: log))
      _ = await Outcome { () throws(TransportError) in try await sender.send(.get(port: 1)) }
      return ""
    }
    #expect(text.log.contains("GET https://localhost:1/ -> localhost cannot be reached: connection refused in "))
  }

  @Test func `only the owner may read the file`() async throws {
    let path = Self.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("old\n".utf8).write(to: URL(filePath: path))
    _ = try WireLog(path: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old\n")
  }

  @Test(arguments: ["/dev/null", "/dev/tty", "/tmp"])
  func `what is no file is refused`(path: String) {
    #expect(throws: WireLog.Failure.self) { try WireLog(path: path) }
  }

  @Test func `a folder that is not there is said so`() {
    let error = #expect(throws: WireLog.Failure.self) { try WireLog(path: "/nowhere/wire.log") }
    #expect(error?.sentence == "the log /nowhere/wire.log cannot be opened: No such file or directory")
  }

  private static func path() -> String {
    "\(FileManager.default.temporaryDirectory.path)/wire-\(UUID().uuidString).log"
  }

  private func logged(_ body: (WireLog) async throws -> String) async throws -> (log: String, note: String) {
    let path = Self.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let note = try await body(try WireLog(path: path))
    return (try String(contentsOfFile: path, encoding: .utf8), note)
  }
}
