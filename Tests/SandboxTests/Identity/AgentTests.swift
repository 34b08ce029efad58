import FoundationEssentials
import Testing

@testable import Sandbox

/// The simulated instance metadata and container agent.
struct AgentTests {
  private static let roles = "/latest/meta-data/iam/security-credentials/"

  @Test func `metadata wants a token, names the role and hands out its credentials`() async throws {
    try await IdentityProbe.with { probe in
      #expect(try await probe.http.send("GET", Self.roles).status == 401)
      let token = try await probe.metadataToken()
      let header = [("x-aws-ec2-metadata-token", token)]
      let list = try await probe.http.send("GET", Self.roles, headers: header)
      #expect(list.text == "sandbox-instance")
      let credentials = try await probe.http.send("GET", Self.roles + list.text, headers: header).json()
      #expect(credentials["Code"]?.string == "Success")
      #expect(credentials["Expiration"]?.string == "2030-03-17T18:46:40Z")
      #expect(try await probe.http.send("GET", Self.roles + "other", headers: header).status == 404)
      probe.clock.advance(by: .seconds(21_600))
      #expect(try await probe.http.send("GET", Self.roles, headers: header).status == 401)
    }
  }

  @Test(arguments: [
    ("GET", "60", 405), ("PUT", "60", 200), ("PUT", "0", 400), ("PUT", "21601", 400), ("PUT", "x", 400),
  ])
  func `a metadata token is put, for up to six hours`(method: String, lifetime: String, status: Int) async throws {
    try await IdentityProbe.with { probe in
      let answer = try await probe.http.send(
        method,
        "/latest/api/token",
        headers: [("x-aws-ec2-metadata-token-ttl-seconds", lifetime)]
      )
      #expect(answer.status == status)
    }
  }

  @Test func `an instance without a role has no list`() async throws {
    try await IdentityProbe.with {
      $0.instance = .bare
    } _: { probe in
      let token = try await probe.metadataToken()
      let list = try await probe.http.send("GET", Self.roles, headers: [("x-aws-ec2-metadata-token", token)])
      #expect(list.status == 404)
    }
  }

  @Test func `metadata may hold credentials that have run out`() async throws {
    try await IdentityProbe.with {
      $0.instance = .expired
    } _: { probe in
      let token = try await probe.metadataToken()
      let credentials = try await probe.http.send(
        "GET",
        Self.roles + "sandbox-instance",
        headers: [("x-aws-ec2-metadata-token", token)]
      ).json()
      #expect(credentials["Expiration"]?.string == "2030-03-17T17:45:40Z")
    }
  }

  @Test(arguments: [("sandbox-container-token", 200), ("other", 401), ("", 401)])
  func `a container's agent asks for its token`(token: String, status: Int) async throws {
    try await IdentityProbe.with { probe in
      let answer = try await probe.http.send(
        "GET",
        IdentityServer.containerPath,
        headers: [("authorization", token)]
      )
      #expect(answer.status == status)
      #expect((try answer.json()["AccessKeyId"] != nil) == (status == 200))
    }
  }
}

extension IdentityProbe {
  fileprivate func metadataToken() async throws -> String {
    try await http.send(
      "PUT",
      "/latest/api/token",
      headers: [("x-aws-ec2-metadata-token-ttl-seconds", "21600")]
    ).text
  }
}
