import TestSupport
import Testing
import Transport

/// What holds for both clients alike.
@Suite struct HTTPSenderTests {
  @Test(arguments: ClientKind.allCases, Behaviour.answers)
  func `an answer is read to its end`(kind: ClientKind, behaviour: Behaviour) async throws {
    let outcome = try await outcome(kind, behaviour)
    #expect(outcome == behaviour.outcome)
  }

  @Test(arguments: ClientKind.allCases, Behaviour.faults)
  func `half an answer is none`(kind: ClientKind, behaviour: Behaviour) async throws {
    let outcome = try await outcome(kind, behaviour, bodyLimit: 100)
    #expect(outcome == behaviour.outcome)
  }

  @Test(arguments: ClientKind.allCases, Behaviour.silences)
  func `the deadline covers every kind of silence`(kind: ClientKind, behaviour: Behaviour) async throws {
    let outcome = try await outcome(kind, behaviour, timeout: .milliseconds(150))
    #expect(outcome == behaviour.outcome)
  }

  @Test(arguments: ClientKind.allCases)
  func `a request says what it was told to and nothing else`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer())]
    } _: { server in
      let port = server.port
      _ = try await kind.withSender(trusting: certificate) { sender in
        var request = HTTPRequest.get("/x", port: port)
        request.headers = [HTTPHeader("X-One", "1"), HTTPHeader("x-Two", "2")]
        _ = try await sender.send(request)
        request.method = "POST"
        _ = try await sender.send(request)
        request.body = Array("a=b".utf8)
        _ = try await sender.send(request)
      }
      let requests = server.requests
      try #require(requests.count == 3)
      #expect(requests[0].line == "GET /x HTTP/1.1")
      #expect(requests[0].headers == ["Host: localhost:\(port)", "X-One: 1", "x-Two: 2"])
      #expect(requests[1].line == "POST /x HTTP/1.1")
      #expect(requests[1]["Content-Length"] == "0")
      #expect(requests[2]["Content-Length"] == "3")
      #expect(requests[2].body == "a=b")
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `the target arrives character for character`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    let targets = [
      "/", "//", "//a//b/", "/a/../b/./c", "/%2F%2f%20+", "/a;b=c:d@e,f!g*h'(i)", "/~-._", "/?", "/?a",
      "/?a=%2B+%20&&=",
      "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Ax/invocations?Qualifier=a%2Fb",
      "/%E2%82%AC?x=%E2%82%AC", "/?list-type=2&prefix=a//b&x=a?b/c",
    ]
    try await withRawServer(certificate) { _, _ in
      [.send(.answer())]
    } _: { server in
      let port = server.port
      try await kind.withSender(trusting: certificate) { sender in
        for target in targets { _ = try await sender.send(.get(target, port: port)) }
      }
      #expect(server.requests.map(\.target) == targets)
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a connection is used again`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer())]
    } _: { server in
      let port = server.port
      try await kind.withSender(trusting: certificate) { sender in
        for _ in 0..<5 { _ = try await sender.send(.get(port: port)) }
      }
      #expect(server.connectionCount == 1)
      #expect(server.requests.count == 5)
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a connection that the server wants closed is not used again`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer(headers: ["Connection: close"])), .close]
    } _: { server in
      let port = server.port
      try await kind.withSender(trusting: certificate) { sender in
        for _ in 0..<3 { _ = try await sender.send(.get(port: port)) }
      }
      #expect(server.connectionCount == 3)
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a connection that is gone is replaced`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    let server = try await RawServer.start(certificate) { _, _ in [.send(.answer("200 OK", "hello"))] }
    let port = server.port
    let outcomes = try await kind.withSender(trusting: certificate) { sender in
      _ = try await sender.send(.get(port: port))
      await server.dropConnections()
      // Whether the end has been noticed is a race that a retry settles.
      let second = await Outcome { () throws(TransportError) in try await sender.send(.get(port: port)) }
      let third = await Outcome { () throws(TransportError) in try await sender.send(.get(port: port)) }
      return [second, third]
    }
    #expect([.answer(200, "hello"), .broken].contains(outcomes[0]))
    #expect(outcomes[1] == .answer(200, "hello"))
    await server.stop()
  }

  @Test(arguments: ClientKind.allCases)
  func `requests at the same time do not wait for each other`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, request in
      request.target == "/silent" ? [] : [.send(.answer("200 OK", "hello"))]
    } _: { server in
      let port = server.port
      let answered = try await kind.withSender(trusting: certificate) { sender in
        let silent = Task { try await sender.send(.get("/silent", port: port)) }
        let response = try await sender.send(.get("/loud", port: port))
        silent.cancel()
        return response.status
      }
      #expect(answered == 200)
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a cancelled request ends at once`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      []
    } _: { server in
      let port = server.port
      let outcome = try await kind.withSender(trusting: certificate) { sender in
        let task = Task {
          await Outcome { () throws(TransportError) in try await sender.send(.get(port: port)) }
        }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        return await task.value
      }
      #expect(outcome == .cancelled)
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a closed port cannot be reached`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    let closed = try ClosedPort()
    let outcome = try await kind.withSender(trusting: certificate) { sender in
      await Outcome { () throws(TransportError) in try await sender.send(.get(port: closed.number)) }
    }
    #expect(outcome == .unreachable)
  }

  @Test(arguments: ClientKind.allCases)
  func `an unknown name cannot be reached`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    let error = try await kind.withSender(trusting: certificate) { sender in
      await #expect(throws: TransportError.self) { try await sender.send(.get(host: "name.invalid", port: 443)) }
    }
    #expect(error == .unreachable(host: "name.invalid", reason: "the name is not known"))
  }

  @Test(arguments: ClientKind.allCases)
  func `a server that speaks no TLS is a broken connection`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer { _, _ in
      []
    } _: { server in
      let port = server.port
      let outcome = try await kind.withSender(trusting: certificate) { sender in
        await Outcome { () throws(TransportError) in
          try await sender.send(.get(port: port), timeout: .milliseconds(300))
        }
      }
      #expect(outcome == .timedOut)
    }
  }

  private func outcome(
    _ kind: ClientKind,
    _ behaviour: Behaviour,
    timeout: Duration = .seconds(60),
    bodyLimit: Int = 1 << 20
  ) async throws -> Outcome {
    let certificate = try TestCertificate()
    return try await withRawServer(certificate) { _, _ in
      behaviour.steps
    } _: { server in
      let port = server.port
      return try await kind.withSender(trusting: certificate) { sender in
        await Outcome { () throws(TransportError) in
          try await sender.send(.get(port: port), timeout: timeout, bodyLimit: bodyLimit)
        }
      }
    }
  }
}
