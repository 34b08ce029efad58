import FoundationEssentials
import Synchronization
import Testing
import Transport

@testable import Functions

struct FunctionLogTests {
  private struct Silent: Error {
    let password = "hunter2"
  }

  @Test func `a line is one JSON object with what it is about`() async throws {
    let lines = try await Self.lines { log in
      log.about(account: "111122223333", purpose: "ec2")
        .write(.request, .done, "Create", took: .milliseconds(1_500))
    }
    #expect(
      lines == [
        """
        {"account":"111122223333","durationMs":1500,"function":"configurator","level":"INFO","message":"Create",\
        "outcome":"done","purpose":"ec2","requestId":"r-1","step":"request","time":"2026-11-24T09:00:00.000Z",\
        "trace":"Root=1"}
        """
      ]
    )
  }

  @Test func `what a caller wrote cannot make a second line, and is cut`() async throws {
    let lines = try await Self.lines { log in
      log.write(.admission, .refused, "a\n{\"level\":\"INFO\"}\u{1B}[2J" + String(repeating: "x", count: 5_000))
    }
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(!line.contains("\n") && !line.contains("\u{1B}"))
    #expect(line.utf8.count < 1_400)
  }

  @Test func `an error without a sentence is told by its type only`() async throws {
    let lines = try await Self.lines { log in
      await #expect(throws: Silent.self) { try await log.timing(.secret) { throw Silent() } }
    }
    let line = try #require(lines.first)
    #expect(line.contains(#""message":"an unexpected error (Silent)""#))
    #expect(!line.contains("hunter2"))
  }

  private static func lines(_ body: (FunctionLog) async throws -> Void) async throws -> [String] {
    let lines = Collected()
    let environment = FunctionEnvironment(
      variables: ["_HANDLER": "configurator"],
      now: { Date(timeIntervalSince1970: 1_795_510_800) },
      log: { line in lines.all.withLock { $0.append(line) } }
    )
    try await body(FunctionLog(environment, requestID: "r-1", trace: "Root=1"))
    return lines.all.withLock { $0 }
  }

  private final class Collected: Sendable {
    let all = Mutex<[String]>([])
  }
}
