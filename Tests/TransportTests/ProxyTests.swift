import TestSupport
import Testing
import Transport

/// Requests through a proxy, by both clients.
@Suite struct ProxyTests {
  @Test(arguments: ClientKind.allCases)
  func `a request goes through a tunnel, the credential stays with the proxy`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer("200 OK", "hello"))]
    } _: { server in
      let proxy = try await TunnelProxy.start(to: server.port)
      let settings = try ProxySettings(environment: ["https_proxy": "http://ann:s%40c@127.0.0.1:\(proxy.port)"])
      let outcomes = try await kind.withSender(trusting: certificate, proxies: settings) { sender in
        var outcomes: [Outcome] = []
        for _ in 0..<2 {
          let request = HTTPRequest.get("/x", host: "appliance.test", port: 11_005)
          outcomes.append(await Outcome { () throws(TransportError) in try await sender.send(request) })
        }
        return outcomes
      }
      await proxy.stop()
      #expect(outcomes == [.answer(200, "hello"), .answer(200, "hello")])
      let request = try #require(proxy.requests.first)
      #expect(proxy.requests.count == 1)
      #expect(request.line == "CONNECT appliance.test:11005 HTTP/1.1")
      // printf ann:s@c | base64
      #expect(request["Proxy-Authorization"] == "Basic YW5uOnNAYw==")
      #expect(server.requests.map(\.target) == ["/x", "/x"])
      #expect(server.requests.allSatisfy { $0["Proxy-Authorization"] == nil })
    }
  }

  @Test(arguments: ClientKind.allCases, ["HTTP/1.1 407 Proxy Authentication Required", "HTTP/1.1 403 Forbidden"])
  func `a proxy that refuses is said so`(kind: ClientKind, refusal: String) async throws {
    let certificate = try TestCertificate()
    let proxy = try await TunnelProxy.start(to: 1, refusal: refusal)
    let settings = try ProxySettings(environment: ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"])
    let error = try await kind.withSender(trusting: certificate, proxies: settings) { sender in
      await #expect(throws: TransportError.self) {
        try await sender.send(.get(host: "appliance.test", port: 443))
      }
    }
    await proxy.stop()
    guard case .unreachable(let host, let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(host == "appliance.test")
    #expect(reason.hasPrefix("the proxy"))
  }

  @Test(arguments: ClientKind.allCases)
  func `an exempt name is reached without the proxy`(kind: ClientKind) async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer("200 OK", "hello"))]
    } _: { server in
      let port = server.port
      // Nothing listens there: whoever asks it fails.
      let settings = try ProxySettings(environment: ["https_proxy": "http://127.0.0.1:1"])
      let outcome = try await kind.withSender(trusting: certificate, proxies: settings) { sender in
        await Outcome { () throws(TransportError) in try await sender.send(.get(port: port)) }
      }
      #expect(outcome == .answer(200, "hello"))
    }
  }

  @Test(arguments: ClientKind.allCases)
  func `a wrong certificate behind a proxy is refused by its fingerprint`(kind: ClientKind) async throws {
    let presented = try TestCertificate()
    let trusted = try TestCertificate()
    try await withRawServer(presented) { _, _ in
      [.send(.answer())]
    } _: { server in
      let proxy = try await TunnelProxy.start(to: server.port)
      let settings = try ProxySettings(environment: ["https_proxy": "http://127.0.0.1:\(proxy.port)"])
      let outcome = try await kind.withSender(trusting: trusted, proxies: settings) { sender in
        await Outcome { () throws(TransportError) in try await sender.send(.get(host: "appliance.test", port: 443)) }
      }
      await proxy.stop()
      #expect(outcome == .refused(CertificateFingerprint(der: presented.der)))
    }
  }

  @Test func `a silent proxy does not outlast the deadline`() async throws {
    try await withRawServer { _, _ in
      []
    } _: { silent in
      let settings = try ProxySettings(environment: ["https_proxy": "http://127.0.0.1:\(silent.port)"])
      let sender = HTTPSender(.init(trust: .pinned([]), proxies: settings))
      let outcome = await Outcome { () throws(TransportError) in
        try await sender.send(.get(host: "appliance.test", port: 443), timeout: .milliseconds(150))
      }
      #expect(outcome == .timedOut)
    }
  }
}
