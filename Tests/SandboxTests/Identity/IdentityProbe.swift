import FoundationEssentials
import TestSupport

@testable import Sandbox

/// Running sign-in services and a client for them.
struct IdentityProbe: Sendable {
  let server: IdentityServer
  let world: World
  let clock: HandClock
  let http: HTTPProbe

  static func with(
    _ change: (inout IdentityOptions) -> Void = { _ in },
    faults: [Fault] = [],
    _ body: @escaping @Sendable (IdentityProbe) async throws -> Void
  ) async throws {
    var options = IdentityOptions()
    change(&options)
    let prepared = options
    try await withTimeout {
      let clock = HandClock()
      let world = World(SandboxOptions(scenario: .healthy, accounts: 2, clock: clock.sandboxClock))
      let server = IdentityServer(world: world, options: prepared, faults: FaultPlan(faults))
      try await server.serving { address in
        try await HTTPProbe.with(address) { http in
          try await body(IdentityProbe(server: server, world: world, clock: clock, http: http))
        }
      }
    }
  }

  func registerClient() async throws -> (id: String, secret: String) {
    let client = try await post("/client/register", ["clientName": "test", "clientType": "public"]).json()
    return (client["clientId"]?.string ?? "", client["clientSecret"]?.string ?? "")
  }

  func startDevice(_ client: (id: String, secret: String)) async throws -> JSONValue {
    try await post(
      "/device_authorization",
      ["clientId": client.id, "clientSecret": client.secret, "startUrl": "https://example.awsapps.com/start"]
    ).json()
  }

  func poll(_ client: (id: String, secret: String), _ device: JSONValue) async throws -> HTTPProbe.Answer {
    try await token(
      client,
      grant: "urn:ietf:params:oauth:grant-type:device_code",
      ["deviceCode": device["deviceCode"]?.string ?? ""]
    )
  }

  func token(
    _ client: (id: String, secret: String),
    grant: String,
    _ fields: [String: String]
  ) async throws -> HTTPProbe.Answer {
    let fixed = ["clientId": client.id, "clientSecret": client.secret, "grantType": grant]
    return try await post("/token", fixed.merging(fields) { first, _ in first })
  }

  func roleCredentials(_ token: String, role: String = "OrganizationReader") async throws -> HTTPProbe.Answer {
    try await http.send(
      "GET",
      "/federation/credentials?role_name=\(role)&account_id=\(await world.managementAccount)",
      headers: [("x-amz-sso_bearer_token", token)]
    )
  }

  func post(
    _ path: String,
    _ fields: [String: String],
    headers: [(String, String)] = []
  ) async throws -> HTTPProbe.Answer {
    let body = String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
    return try await http.send("POST", path, headers: headers + [("content-type", "application/json")], body: body)
  }
}
