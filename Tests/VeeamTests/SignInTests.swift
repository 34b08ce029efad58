import FoundationEssentials
import Sandbox
import TestSupport
import Testing
import Transport
import Veeam

/// Signing in to the simulated appliance.
@Suite struct SignInTests {
  @Test(arguments: [
    (ApplianceProduct.two, "1.0-rev0"), (.five, "1.3-rev0"), (.seven, "1.5-rev1"), (.eight, "1.6-rev0"),
    (.nine, "1.7-rev0"), (.ten, "1.8-rev0"), (.eleven, "1.9-rev0"),
  ])
  func `the newest revision that both know is found`(product: ApplianceProduct, version: String) async throws {
    var options = ApplianceOptions()
    options.product = product
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      let role = try await client.signIn()
      #expect(role == "Portal Administrator")
      #expect(await client.version?.rawValue == version)
    }
  }

  @Test func `a revision that works is not questioned`() async throws {
    try await SimulatedAppliance.run { appliance in
      let client = try await appliance.client(version: APIVersion(rawValue: "1.5-rev0"))
      try await client.signIn()
      #expect(await client.version?.rawValue == "1.5-rev0")
    }
  }

  @Test func `an appliance from the future is said to be one`() async throws {
    var options = ApplianceOptions()
    options.product = ApplianceProduct(name: "99", build: "99.0", revisions: [ApplianceRevision(minor: 99)])
    try await SimulatedAppliance.run(options) { appliance in
      let client = try await appliance.client()
      let error = await #expect(throws: ApplianceError.self) { try await client.signIn() }
      #expect(error?.sentence == "the appliance accepts none of the API versions 1.0-rev0 to 1.9-rev0")
    }
  }

  @Test(arguments: [ApplianceOptions.BadCredentials.unauthorized, .badRequest])
  func `a wrong password is refused, whatever the status`(status: ApplianceOptions.BadCredentials) async throws {
    var options = ApplianceOptions()
    options.badCredentials = status
    try await SimulatedAppliance.run(options) { appliance in
      let client = try appliance.client(ApplianceCredential(username: "svc-rolecall", password: "hunter2"))
      let error = await #expect(throws: ApplianceError.self) { try await client.signIn() }
      #expect(error == .signInRefused(user: "svc-rolecall"))
      #expect(error?.sentence == "the appliance refuses the credential of svc-rolecall")
    }
  }

  @Test func `a refusal that was cut off on its way does not blame the password`() async throws {
    let fault = try Fault(parsing: "appliance.POST /token=truncate")
    try await SimulatedAppliance.run(faults: [fault]) { appliance in
      let client = try await appliance.client()
      let error = await #expect(throws: ApplianceError.self) { try await client.signIn() }
      #expect(error?.sentence.contains("refuses the credential") == false)
    }
  }

  @Test func `a user with a second factor gets a sentence`() async throws {
    try await SimulatedAppliance.run { appliance in
      let user = try #require(await appliance.world.portalUsers().first { $0.hasMFA })
      let client = try appliance.client(ApplianceCredential(username: user.name, password: user.password))
      await #expect(throws: ApplianceError.secondFactorNeeded(user: user.name)) { try await client.signIn() }
    }
  }

  @Test func `a session ends with a sign-out, and the next call opens another`() async throws {
    try await SimulatedAppliance.run { appliance in
      let client = try await appliance.client()
      _ = try await client.statistics()
      try await client.signOut()
      try await client.signOut()
      _ = try await client.statistics()
    }
  }

  @Test func `a certificate that changed is refused by its fingerprint`() async throws {
    try await SimulatedAppliance.run { appliance in
      let client = try await appliance.client()
      try await client.signIn()
      try await appliance.server.renewCertificate()
      let presented = try #require(CertificateFingerprint(appliance.server.fingerprint))
      await #expect(throws: ApplianceError.certificateRefused(host: "127.0.0.1", presented: presented)) {
        try await client.statistics()
      }
      let leaf = try await client.certificate()
      #expect(leaf.fingerprint == presented)
    }
  }

  @Test func `what the certificate says is read in a handshake`() async throws {
    try await SimulatedAppliance.run { appliance in
      let leaf = try await appliance.client().certificate()
      let shown = appliance.server.currentCertificate
      #expect(leaf.der == shown.der)
      // A certificate's times are whole seconds.
      #expect(abs(leaf.notAfter.timeIntervalSince(shown.validBy)) < 1)
      #expect(leaf.subject == "O=Simulated appliance, CN=appliance.localhost")
    }
  }

  @Test(arguments: [
    ("https://10.0.0.5", "10.0.0.5", 11_005), ("https://10.0.0.5:8443/", "10.0.0.5", 8443),
    ("HTTPS://backup.example.com:11005", "backup.example.com", 11_005),
    ("https://[2001:db8::1]:11005", "2001:db8::1", 11_005),
  ])
  func `an address is read`(url: String, host: String, port: Int) throws {
    #expect(try ApplianceAddress(url: url).origin == Origin(host: host, port: port))
  }

  @Test(arguments: [
    "", "10.0.0.5", "http://10.0.0.5", "https://", "https://h:x", "https://h/api", "https://a@h", "https://h:1?x",
  ])
  func `what is no address is refused`(url: String) {
    #expect(throws: ApplianceError.addressMalformed(url)) { try ApplianceAddress(url: url) }
  }

  @Test func `a credential keeps its password to itself`() {
    let credential = ApplianceCredential(username: "ann", password: "hunter2")
    var dumped = ""
    dump(credential, to: &dumped)
    for text in ["\(credential)", String(reflecting: credential), dumped] { #expect(!text.contains("hunter2")) }
  }
}
