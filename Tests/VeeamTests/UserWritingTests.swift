import Sandbox
import TestSupport
import Testing
import Transport
import Veeam

/// Adding users and changing passwords on the simulated appliance.
@Suite struct UserWritingTests {
  private static let credential = ApplianceCredential(username: "rolecall$", password: "Grün-7Feld?Mond")

  @Test func `a user is added, signs in, and changes the password`() async throws {
    try await SimulatedAppliance.run { appliance in
      let administrator = try await appliance.client()
      #expect(try await administrator.user(named: "rolecall$") == nil)
      #expect(try await administrator.validateUserName("rolecall$") == [])
      try await administrator.createUser(Self.credential, description: "for RoleCall")
      #expect(try await administrator.user(named: "rolecall$")?.description == "for RoleCall")
      let role = try await appliance.client(Self.credential).signIn()
      #expect(role == "Portal Administrator")
      try await administrator.changePassword(
        of: "rolecall$",
        from: Self.credential.password,
        to: "Andere!Worte8sind"
      )
      let changed = ApplianceCredential(username: "rolecall$", password: "Andere!Worte8sind")
      try await appliance.client(changed).signIn()
      let old = try appliance.client(Self.credential)
      await #expect(throws: ApplianceError.signInRefused(user: "rolecall$")) { try await old.signIn() }
    }
  }

  @Test func `what the appliance has against a password or a name is told`() async throws {
    try await SimulatedAppliance.run { appliance in
      let administrator = try await appliance.client()
      #expect(try await administrator.validatePassword("short").isEmpty == false)
      #expect(try await administrator.validatePassword(Self.credential.password) == [])
      #expect(try await administrator.validateUserName("admin").isEmpty == false)
    }
  }

  @Test func `an operator is told what adding a user needs`() async throws {
    try await SimulatedAppliance.run { appliance in
      let reader = try await appliance.client(user: .portalOperator)
      let error = await #expect(throws: ApplianceError.self) {
        try await reader.createUser(Self.credential, description: "")
      }
      #expect(error?.sentence == "adding a user needs Portal Administrator")
    }
  }
}
