import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport
import Veeam

@testable import Functions

/// Signing in while a credential is rotated, and afterwards.
@Suite struct SignInTests {
  private static func stored(_ version: String, _ password: String, stage: String = "AWSCURRENT", user: String)
    -> StoredCredential
  {
    StoredCredential(
      credential: ApplianceCredential(username: user, password: password),
      version: version,
      stage: stage
    )
  }

  /// What was tried, in order.
  private static func attempts(_ rig: ConfiguratorRig) -> [String] { rig.steps.filter { $0.hasPrefix("sign-in") } }

  private static let refused = "sign-in retried: the credential in AWSCURRENT is refused"

  @Test func `a cached credential that is refused is read anew`() async throws {
    try await ConfiguratorRig.run { rig in
      rig.change { $0.cached = Self.stored("old", "Old-word-7!", user: $0.current.credential.username) }
      try await rig.create()
      #expect(Self.attempts(rig) == [Self.refused, "sign-in done"])
      #expect(rig.clock.now == .zero)
    }
  }

  @Test func `a credential that nobody changed yet leads to the pending one`() async throws {
    try await ConfiguratorRig.run { rig in
      rig.change { secrets in
        secrets.pending = Self.stored(
          "next",
          secrets.current.credential.password,
          stage: "AWSPENDING",
          user: secrets.current.credential.username
        )
        secrets.current = Self.stored("old", "Old-word-7!", user: secrets.current.credential.username)
        secrets.cached = secrets.current
      }
      try await rig.create()
      #expect(Self.attempts(rig) == [Self.refused, "sign-in done"])
      #expect(rig.clock.now == .zero)
    }
  }

  @Test func `with the pending try off, a deployment waits for the rotation to end`() async throws {
    try await ConfiguratorRig.run(variables: ["TRY_PENDING": "no"]) { rig in
      let good = rig.store.secrets.withLock { $0.current }
      rig.change { secrets in
        secrets.pending = good
        secrets.current = Self.stored("old", "Old-word-7!", user: good.credential.username)
        secrets.cached = secrets.current
      }
      async let made = rig.create()
      // Time passes as fast as whoever waits for it; the rotation ends after some of it.
      while rig.store.secrets.withLock({ $0.reads }) < 6 { await Task.yield() }
      rig.change { $0.current = good }
      _ = try await made
      #expect(rig.clock.now > .seconds(20))
      #expect(Self.attempts(rig).last == "sign-in done")
    }
  }

  @Test func `a refused version is tried once a minute, until 20 seconds before the deadline`() async throws {
    try await ConfiguratorRig.run { rig in
      rig.change { secrets in
        secrets.current = Self.stored("old", "Old-word-7!", user: secrets.current.credential.username)
        secrets.cached = secrets.current
      }
      let error = await #expect(throws: ApplianceError.self) { try await rig.create() }
      guard case .signInRefused = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect((560...580).contains(rig.clock.now.components.seconds))
      #expect((8...10).contains(Self.attempts(rig).count))
      #expect(await rig.entries() == [])
    }
  }

  @Test func `a version refused in one invocation is not tried in the next, for a minute`() async throws {
    try await ConfiguratorRig.run { rig in
      let good = rig.store.secrets.withLock { $0.current }
      rig.change { secrets in
        secrets.cached = Self.stored("old", "Old-word-7!", user: good.credential.username)
      }
      try await rig.create()
      try await rig.create()
      #expect(Self.attempts(rig) == [Self.refused, "sign-in done", "sign-in done"])
      rig.clock.advance(by: .seconds(61))
      try await rig.create()
      #expect(Self.attempts(rig).count { $0 == Self.refused } == 2)
    }
  }

  @Test func `every session ends, whatever became of the work`() async throws {
    try await ConfiguratorRig.run { rig in
      await rig.add("210987654321-ec2", role: "backup/Ec2")
      await #expect(throws: ForeignEntry.self) { try await rig.create() }
      #expect(rig.steps.last == "sign-out done")
    }
  }

  // MARK: Trust in the appliance

  @Test func `another certificate than the pinned one gets no credential`() async throws {
    try await ConfiguratorRig.run { rig in
      try await rig.server.renewCertificate()
      let error = await #expect(throws: ApplianceError.self) { try await rig.create() }
      guard case .certificateRefused(_, let presented) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(presented?.description == rig.server.fingerprint)
    }
  }

  @Test(arguments: [
    (["APPLIANCE_SHA256": ""], "the appliance's certificate cannot be verified"),
    (["APPLIANCE_SHA256": "abc"], "ApplianceSha256 of the Lambdas stack holds a fingerprint that is none"),
    (["APPLIANCE_HOST": ""], "the Lambdas stack names no ApplianceHost"),
    (["APPLIANCE_PORT": "x"], "ApplianceHost and AppliancePort of the Lambdas stack are no address"),
    (["DELETE_MODE": "drop"], "DeleteMode of the Lambdas stack is none of remove, mark and keep"),
    (["TRY_PENDING": "maybe"], "TRY_PENDING is neither yes nor no"),
    (["ORGANIZATION_ID": ""], "the Lambdas stack names no OrganizationId"),
  ])
  func `settings that cannot be used say what to mend`(change: [String: String], sentence: String) throws {
    var variables = [
      "APPLIANCE_HOST": "10.0.0.5", "APPLIANCE_SHA256": String(repeating: "ab", count: 32), "ORGANIZATION_ID": "o-1",
    ]
    variables.merge(change) { _, new in new }
    let error = #expect(throws: Refusal.self) { try ConfiguratorSettings(variables) }
    #expect(error?.sentence.hasPrefix(sentence) == true)
  }

  @Test func `settings have the documented defaults`() throws {
    let pin = String(repeating: "ab", count: 32)
    let settings = try ConfiguratorSettings([
      "APPLIANCE_HOST": "fd00::5", "APPLIANCE_SHA256": "\(pin),\(pin)", "ORGANIZATION_ID": "o-1",
    ])
    #expect(settings.address.description == "https://[fd00::5]:11005")
    #expect(settings.version == nil)
    #expect(settings.deleteMode == .remove)
    #expect(!settings.isMigrating)
    #expect(settings.triesPending)
  }
}
