import FoundationEssentials
import Testing

@testable import Sandbox

/// Certificate, outages and faults of the simulated appliance.
struct ApplianceTransportTests {
  @Test func `its certificate names 127.0.0.1 and localhost and ends in 210 days`() async throws {
    try await ApplianceProbe.with { probe in
      #expect(try await probe.get("/system/time").status == 200)
      let shown = try await probe.get("/settings/certificates").json()
      let certificate = probe.server.currentCertificate
      #expect(shown["data"]?[0]?["validBy"]?.string == ApplianceTime.text(certificate.validBy, zoned: false))
      #expect((certificate.validBy.timeIntervalSince(certificate.validFrom) / 86_400).rounded() == 210)
      #expect(shown["data"]?[0]?["automaticallyGenerated"] == .boolean(true))
      let alias = try await probe.get("/settings/certificate").json()
      #expect(alias == shown)
      #expect(probe.server.fingerprint.count == 95)
    }
  }

  @Test func `a client that pinned the certificate refuses the one after a restart`() async throws {
    try await ApplianceProbe.with { probe in
      let before = probe.server.fingerprint
      try await probe.server.renewCertificate()
      #expect(probe.server.fingerprint != before)
      await #expect(throws: (any Error).self) { try await probe.get("/system/time") }
      let certificate = probe.server.currentCertificate.der
      try await HTTPProbe.with(probe.server.url, trusting: certificate) { http in
        let answer = try await http.send(
          "GET",
          "/api/v1/system/time",
          headers: [("x-api-version", "1.7-rev0"), ("authorization", "Bearer \(probe.token ?? "")")]
        )
        #expect(answer.status == 401)
      }
    }
  }

  @Test func `regenerating answers 202 and then shows the new certificate`() async throws {
    try await ApplianceProbe.with { probe in
      let before = probe.server.fingerprint
      let answer = try await probe.send(
        "POST",
        "/settings/certificates/regenerate",
        json: #"{"validBy": "2031-01-31T00:00:00"}"#
      )
      #expect(answer.status == 202)
      #expect(answer.body.isEmpty)
      #expect(probe.server.fingerprint != before)
      #expect(probe.server.currentCertificate.validBy == Date(timeIntervalSince1970: 1_927_584_000))
    }
  }

  @Test func `an uploaded file that is no certificate is refused`() async throws {
    try await ApplianceProbe.with { probe in
      let body = """
        --xyz\r
        Content-Disposition: form-data; name="certificateFile"; filename="a.pfx"\r
        \r
        rubbish\r
        --xyz\r
        Content-Disposition: form-data; name="certificatePassword"\r
        \r
        secret\r
        --xyz--\r

        """
      let answer = try await probe.http.send(
        "POST",
        "/api/v1/settings/certificates/upload",
        headers: [
          ("x-api-version", "1.7-rev0"), ("authorization", "Bearer \(probe.token ?? "")"),
          ("content-type", "multipart/form-data; boundary=xyz"),
        ],
        body: body
      )
      #expect(answer.status == 400)
      #expect(try answer.json()["details"]?.string == "The certificate file or its password is not valid.")
    }
  }

  @Test(arguments: [
    (ApplianceOutage.badGateway, 502, "text/html"),
    (.unavailablePage, 503, "text/html"),
    (.gatewayTimeout, 504, "text/html"),
    (.unavailableProblem, 503, "application/problem+json"),
  ])
  func `an outage answers everything alike and passes`(
    outage: ApplianceOutage,
    status: Int,
    type: String
  ) async throws {
    try await ApplianceProbe.with { probe in
      try await probe.server.set(outage)
      let answer = try await probe.get("/accounts/amazon")
      #expect(answer.status == status)
      #expect(answer.header("content-type") == type)
      try await probe.server.set(.none)
      #expect(try await probe.get("/accounts/amazon").status == 200)
    }
  }

  @Test func `a refused connection comes back on the same port`() async throws {
    try await ApplianceProbe.with { probe in
      try await probe.server.set(.refused)
      await #expect(throws: (any Error).self) { try await probe.get("/system/time") }
      try await probe.server.set(.none)
      #expect(try await probe.get("/system/time").status == 200)
    }
  }

  @Test(arguments: [
    (Fault.Kind.throttle, 503, "application/problem+json"),
    (.internalError, 500, "application/problem+json"),
    (.html503, 503, "text/html"),
    (.type, 200, "text/html"),
    (.expire, 401, "application/problem+json"),
  ])
  func `a fault answers for the call`(kind: Fault.Kind, status: Int, type: String) async throws {
    let fault = Fault(service: "appliance", operation: "GET /accounts/amazon", kind: kind)
    try await ApplianceProbe.with(faults: [fault]) { probe in
      let signedIn = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      let answer = try await signedIn.get("/accounts/amazon?Offset=0&Limit=2")
      #expect(answer.status == status)
      #expect(answer.header("content-type") == type)
    }
  }

  @Test func `a later page is refused by the token fault, the first is not`() async throws {
    let fault = Fault(service: "appliance", operation: "GET /accounts/amazon", kind: .token)
    try await ApplianceProbe.with(faults: [fault]) { probe in
      let signedIn = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      #expect(try await signedIn.get("/accounts/amazon?Offset=0&Limit=2").status == 200)
      #expect(try await signedIn.get("/accounts/amazon?Offset=2&Limit=2").status == 400)
    }
  }

  @Test func `a reset in mid-body is no answer`() async throws {
    let fault = Fault(service: "appliance", operation: "GET /accounts/amazon", kind: .reset)
    try await ApplianceProbe.with(faults: [fault]) { probe in
      let signedIn = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      await #expect(throws: (any Error).self) { try await signedIn.get("/accounts/amazon") }
      #expect(try await signedIn.get("/system/time").status == 200)
    }
  }

  @Test func `a truncated body is a whole answer that cannot be read`() async throws {
    let fault = Fault(service: "appliance", operation: "GET /accounts/amazon", kind: .truncate, occurrence: 1)
    try await ApplianceProbe.with(faults: [fault]) { probe in
      let signedIn = probe.holding(try await probe.signIn(ApplianceProbe.reader))
      let first = try await signedIn.get("/accounts/amazon")
      #expect(first.status == 200)
      #expect(throws: (any Error).self) { try first.json() }
      #expect(try await signedIn.get("/accounts/amazon").json()["totalCount"]?.int == 5)
    }
  }
}
