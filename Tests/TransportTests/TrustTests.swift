import FoundationEssentials
import TestSupport
import Testing
import Transport

@Suite struct TrustTests {
  @Test(arguments: ClientKind.allCases)
  func `a certificate that is not trusted is refused by its fingerprint`(kind: ClientKind) async throws {
    let presented = try TestCertificate()
    let trusted = try TestCertificate()
    try await withRawServer(presented) { _, _ in
      [.send(.answer())]
    } _: { server in
      let port = server.port
      let outcome = try await kind.withSender(trusting: trusted) { sender in
        await Outcome { () throws(TransportError) in try await sender.send(.get(port: port)) }
      }
      #expect(outcome == .refused(CertificateFingerprint(der: presented.der)))
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `the system's authorities do not know a test's`() async throws {
    let presented = try TestCertificate()
    try await withRawServer(presented) { _, _ in
      [.send(.answer())]
    } _: { server in
      let sender = HTTPSender(.init(connectTimeout: .seconds(60)))
      let outcome = await Outcome { () throws(TransportError) in try await sender.send(.get(port: server.port)) }
      try await sender.shutdown()
      #expect(outcome == .refused(CertificateFingerprint(der: presented.der)))
    }
  }

  @Test func `an additional authority holds beside the system's`() async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer("200 OK", "hello"))]
    } _: { server in
      try await certificate.withAuthorityFile { file in
        let sender = HTTPSender(.init(additionalAuthorities: file, connectTimeout: .seconds(60)))
        let outcome = await Outcome { () throws(TransportError) in try await sender.send(.get(port: server.port)) }
        try await sender.shutdown()
        #expect(outcome == .answer(200, "hello"))
      }
    }
  }

  @Test func `an authority's certificate holds for its names only`() async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer())]
    } _: { server in
      let port = server.port
      let outcome = try await ClientKind.pooled.withSender(trusting: certificate) { sender in
        await Outcome { () throws(TransportError) in try await sender.send(.get(host: "127.0.0.1", port: port)) }
      }
      #expect(outcome == .refused(CertificateFingerprint(der: certificate.der)))
    }
  }

  @Test func `a pin holds for any name, also after the certificate's end`() async throws {
    let certificate = try TestCertificate(validAround: .init(timeIntervalSince1970: 1_000_000_000))
    try await withRawServer(certificate) { _, _ in
      [.send(.answer("200 OK", "hello"))]
    } _: { server in
      let port = server.port
      let outcome = try await ClientKind.pinned.withSender(trusting: certificate) { sender in
        await Outcome { () throws(TransportError) in try await sender.send(.get(host: "127.0.0.1", port: port)) }
      }
      #expect(outcome == .answer(200, "hello"))
    }
  }

  @Test func `the next certificate can be pinned before it is installed`() async throws {
    let now = try TestCertificate()
    let next = try TestCertificate()
    let sender = HTTPSender(trust: .pinned([now, next].map { CertificateFingerprint(der: $0.der) }))
    for certificate in [now, next] {
      try await withRawServer(certificate) { _, _ in
        [.send(.answer("200 OK", "hello"))]
      } _: { server in
        let outcome = await Outcome { () throws(TransportError) in try await sender.send(.get(port: server.port)) }
        #expect(outcome == .answer(200, "hello"))
      }
    }
    try await sender.shutdown()
  }

  @Test func `without a pin nothing is trusted`() async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      [.send(.answer())]
    } _: { server in
      let sender = HTTPSender(trust: .pinned([]))
      let outcome = await Outcome { () throws(TransportError) in try await sender.send(.get(port: server.port)) }
      #expect(outcome == .refused(CertificateFingerprint(der: certificate.der)))
    }
  }

  @Test func `a pinned server is not spoken to in clear`() async throws {
    try await withRawServer { _, _ in
      [.send(.answer())]
    } _: { server in
      let sender = HTTPSender(trust: .pinned([]))
      var request = HTTPRequest.get(port: server.port)
      request.scheme = .http
      let sent = request
      let outcome = await Outcome { () throws(TransportError) in try await sender.send(sent) }
      #expect(outcome == .unreachable)
      #expect(server.connectionCount == 0)
    }
  }

  @Test func `a file without authorities is named with every request`() async {
    let sender = HTTPSender(trust: .certificateAuthorities(file: "/nowhere/ca.pem"))
    await #expect(throws: TransportError.authoritiesUnreadable(file: "/nowhere/ca.pem")) {
      try await sender.send(.get(port: 1))
    }
  }

  @Test func `a probe reads the certificate and sends nothing`() async throws {
    let certificate = try TestCertificate()
    try await withRawServer(certificate) { _, _ in
      []
    } _: { server in
      let leaf = try await CertificateProbe().certificate(of: Origin(host: "127.0.0.1", port: server.port))
      #expect(leaf.der == certificate.der)
      #expect(leaf.fingerprint == CertificateFingerprint(der: certificate.der))
      #expect(leaf.subject == "O=Example, CN=appliance.test")
      #expect(leaf.issuer == "CN=RoleCall test authority")
      #expect(leaf.notAfter == certificate.notAfter)
      #expect(leaf.notBefore == certificate.notAfter - 2 * 86_400)
      #expect(server.requests.isEmpty)
    }
  }

  @Test func `a probe of a silent port ends in time`() async throws {
    try await withRawServer { _, _ in
      []
    } _: { server in
      await #expect(throws: TransportError.timedOut) {
        try await CertificateProbe().certificate(
          of: Origin(host: "127.0.0.1", port: server.port),
          timeout: .milliseconds(150)
        )
      }
    }
  }

  @Test(arguments: [
    "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89",
    "abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
    "ab-cd ef:01 23456789ABCDEF0123456789abcdef0123456789abcdef0123456789",
  ])
  func `a fingerprint is read in the forms people paste`(text: String) {
    #expect(
      CertificateFingerprint(text)?.description
        == "AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89"
    )
  }

  @Test(arguments: ["", "AB", "+bcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789", "ＡＢ"])
  func `what is no fingerprint is refused`(text: String) {
    #expect(CertificateFingerprint(text) == nil)
  }
}
