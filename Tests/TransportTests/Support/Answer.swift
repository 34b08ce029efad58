import TestSupport
import Testing

extension String {
  /// A whole answer with a length.
  static func answer(_ status: String = "200 OK", _ body: String = "", headers: [String] = []) -> String {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
  }
}

/// A server's behaviour and what both clients make of it.
struct Behaviour: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let steps: [ServerStep]
  let outcome: Outcome

  init(_ description: String, _ steps: [ServerStep], _ outcome: Outcome) {
    testDescription = description
    self.steps = steps
    self.outcome = outcome
  }

  static let answers: [Behaviour] = [
    Behaviour("a body with a length", [.send(.answer("200 OK", "hello"))], .answer(200, "hello")),
    Behaviour(
      "a body in chunks",
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"), .send("2\r\nlo\r\n0\r\n\r\n")],
      .answer(200, "hello")
    ),
    Behaviour(
      "a body that ends with the connection",
      [.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"), .close],
      .answer(200, "hello")
    ),
    Behaviour("no body", [.send("HTTP/1.1 204 No Content\r\n\r\n")], .answer(204, "")),
    Behaviour(
      "an interim answer first",
      [.send("HTTP/1.1 103 Early Hints\r\n\r\n"), .send(.answer("200 OK", "hello"))],
      .answer(200, "hello")
    ),
    Behaviour(
      "a compressed body is left as it is",
      [.send(.answer("200 OK", "not gzip", headers: ["Content-Encoding: gzip"]))],
      .answer(200, "not gzip")
    ),
    Behaviour("an error", [.send(.answer("503 Service Unavailable", "<html>"))], .answer(503, "<html>")),
    Behaviour(
      "a redirect",
      [.send(.answer("301 Moved Permanently", headers: ["Location: https://elsewhere/"]))],
      .redirected(301, "https://elsewhere/")
    ),
    Behaviour("a 3xx that leads nowhere", [.send("HTTP/1.1 304 Not Modified\r\n\r\n")], .answer(304, "")),
  ]

  static let faults: [Behaviour] = [
    Behaviour("too large, and says so", [.send(.answer("200 OK", String(repeating: "x", count: 101)))], .tooLarge),
    Behaviour(
      "too large in chunks",
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n\(String(repeating: "x", count: 101))\r\n")],
      .tooLarge
    ),
    Behaviour("closed before the answer", [.close], .broken),
    Behaviour("reset before the answer", [.reset], .broken),
    Behaviour("closed in mid-body", [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"), .close], .broken),
    Behaviour("reset in mid-body", [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"), .reset], .broken),
    Behaviour(
      "reset between chunks",
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"), .reset],
      .broken
    ),
    Behaviour("no HTTP", [.send("SSH-2.0-OpenSSH_9.2\r\n\r\n"), .close], .broken),
  ]

  static let silences: [Behaviour] = [
    Behaviour("no first byte", [], .timedOut),
    Behaviour("half a head", [.send("HTTP/1.1 200 OK\r\nContent-")], .timedOut),
    Behaviour("a stalled body", [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel")], .timedOut),
    Behaviour(
      "stalled chunks",
      [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n")],
      .timedOut
    ),
  ]
}
