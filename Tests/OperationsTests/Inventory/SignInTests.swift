import Fleet
import Foundation
import Sandbox
import TestSupport
import Testing
import Transport

@testable import Operations

@Suite(.timeLimit(.minutes(1)))
struct SignInTests {
  /// A switchboard whose organization profile signs in by a browser, in a home folder of its own.
  private func withSignIn(
    _ body: (Connections) async throws -> Void
  ) async throws {
    try await withSandbox(SandboxOptions(scenario: .healthy, accounts: 21)) { sandbox in
      let home = FileManager.default.temporaryDirectory.appending(path: "rolecall-home-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
      var variables = Dictionary(uniqueKeysWithValues: sandbox.exports.map { ($0.name, $0.value) })
      for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE"] {
        variables[name] = nil
      }
      variables["HOME"] = home.path
      variables["AWS_CONFIG_FILE"] = home.appending(path: "config").path
      let config = """
        [profile people]
        sso_session = acme
        sso_account_id = \(await sandbox.world.managementAccount)
        sso_role_name = OrganizationReader
        [sso-session acme]
        sso_start_url = https://acme.awsapps.com/start
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        """
      try config.write(to: home.appending(path: "config"), atomically: true, encoding: .utf8)
      var context = try #require(try ConfigurationFile(option: nil, environment: variables)?.read()).context()
      context.organization.profile = "people"
      let switchboard = try Switchboard(variables: variables, ask: { _ in nil }, now: { Date() })
      try await body(switchboard.connections(context))
      await switchboard.close()
      try FileManager.default.removeItem(at: home)
    }
  }

  @Test func `a sign-in from inside brings the organization back`() async throws {
    try await withSignIn { connections in
      let reader = InventoryReader(connections)
      let before = await reader.take([.organization])
      #expect(before.inventory.organization.problem?.kind == .signIn)
      #expect(before.inventory.organization.problem?.nextStep?.contains("login") == true)

      var steps: [String] = []
      for await step in connections.signIn(as: .organization, within: .seconds(30)) {
        switch step {
        case .invitation(let address, let code, _):
          steps.append("invitation")
          #expect(!code.isEmpty)
          try await approve(address)
        case .succeeded: steps.append("succeeded")
        case .failed(let problem): Issue.record("\(problem.sentence)")
        }
      }
      #expect(steps == ["invitation", "succeeded"])

      let after = await reader.take([.organization])
      #expect(after.inventory.organization.problem == nil)
      #expect(after.inventory.organization.value?.accounts.count == 21)
    }
  }

  @Test func `a profile without a browser sign-in says so`() async throws {
    try await withSignIn { connections in
      for await step in connections.signIn(as: .backup) {
        guard case .failed(let problem) = step else { continue }
        #expect(problem.sentence.contains("backup"))
      }
    }
  }

  /// What a person does in the browser.
  private func approve(_ address: String) async throws {
    let url = try #require(URL(string: address))
    let sender = HTTPSender()
    let response = try await sender.send(
      HTTPRequest(
        method: "GET",
        scheme: .http,
        host: try #require(url.host()),
        port: url.port,
        target: "\(url.path())?\(url.query() ?? "")"
      )
    )
    #expect(response.status == 200)
    try await sender.shutdown()
  }
}
