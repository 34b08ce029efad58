import FoundationEssentials
import TestSupport
import Testing
import Transport

@testable import AWS

struct RequestTests {
  @Test func `what is signed is what stands on the wire`() async throws {
    try await Fixture.with([.organization], path: "/some%20prefix/") { server, fixture in
      _ = try await Organizations(fixture.connection).describeOrganization()
      let sent = try #require(server.requests.first)
      #expect(sent.line == "POST /some%20prefix/ HTTP/1.1")
      #expect(sent.body == "{}")
      #expect(sent["host"] == "127.0.0.1:\(server.port)")
      #expect(sent["content-type"] == "application/x-amz-json-1.1")
      #expect(sent["x-amz-target"] == "AWSOrganizationsV20161128.DescribeOrganization")
      #expect(sent["x-amz-security-token"] == "token 1")
      let names = ["Content-Type", "X-Amz-Target"]
      let unsigned = HTTPRequest(
        method: "POST",
        scheme: .http,
        host: "127.0.0.1",
        port: server.port,
        target: "/some%20prefix/",
        headers: try names.map { HTTPHeader($0, try #require(sent[$0])) },
        body: Array(sent.body.utf8)
      )
      let signed = Signer(region: "us-east-1", service: "organizations").sign(
        unsigned,
        with: AWSCredentials(accessKeyID: "KEY1", secretAccessKey: "the secret 1", sessionToken: "token 1"),
        at: fixture.time.now
      )
      #expect(sent["authorization"] == signed["Authorization"])
      #expect(sent["authorization"]?.contains("/us-east-1/organizations/aws4_request") == true)
    }
  }

  @Test func `an unsigned call shows no credentials and asks for none`() async throws {
    try await Fixture.with([.organization]) { server, fixture in
      var call = Call<String>(.sso, "Anything", decode: { _ in "done" }, decodeRefusal: JSONAnswer.refusal)
      call.isSigned = false
      call.method = "GET"
      call.target = "/federation/credentials?a=b%20c"
      let output = try await fixture.connection.perform(call)
      #expect(output == "done")
      let sent = try #require(server.requests.first)
      #expect(sent.line == "GET /federation/credentials?a=b%20c HTTP/1.1")
      #expect(sent["authorization"] == nil && sent["x-amz-date"] == nil && sent["x-amz-security-token"] == nil)
    }
  }

  @Test func `the lists ask for full pages and hand the token on`() async throws {
    let pages: [ScriptedServer.Answer] = [
      .json(#"{"Accounts":[],"NextToken":"next / page"}"#), .json(#"{"Accounts":[]}"#),
    ]
    try await Fixture.with(pages) { server, fixture in
      for try await _ in Organizations(fixture.connection).listAccounts(forParent: "r-ab12") {}
      #expect(
        server.requests.map(\.body) == [
          #"{"MaxResults":20,"ParentId":"r-ab12"}"#,
          #"{"MaxResults":20,"NextToken":"next / page","ParentId":"r-ab12"}"#,
        ]
      )
      #expect(server.requests[0]["x-amz-target"] == "AWSOrganizationsV20161128.ListAccountsForParent")
    }
  }

  @Test func `secrets are asked for in their own region and by version`() async throws {
    let answer = ScriptedServer.Answer.json(#"{"ARN":"arn","Name":"n","SecretString":"s"}"#)
    try await Fixture.with([answer]) { server, fixture in
      _ = try await SecretsManager(fixture.connection).getSecretValue("n", versionStage: "AWSPENDING")
      let sent = try #require(server.requests.first)
      #expect(sent.body == #"{"SecretId":"n","VersionStage":"AWSPENDING"}"#)
      #expect(sent["x-amz-target"] == "secretsmanager.GetSecretValue")
      #expect(sent["authorization"]?.contains("/eu-west-1/secretsmanager/aws4_request") == true)
    }
  }
}
