import FoundationEssentials
import Sandbox
import TestSupport
import Testing
import Transport

@testable import AWS

struct ContainerCredentialsTests {
  private static let answer = """
    {"RoleArn":"arn","AccessKeyId":"id","SecretAccessKey":"secret","Token":"token","Expiration":"2026-11-24T07:00:00Z",
    "AccountId":"111111111111"}
    """
  private let clock = ManualTiming()

  private func source(_ variables: [String: String]) throws -> ContainerCredentials {
    try #require(
      ContainerCredentials(
        environment: ProcessEnvironment(variables),
        sender: HTTPSender(),
        timing: clock.timing
      )
    )
  }

  @Test func `the agent is asked with its token, and its keys are taken`() async throws {
    try await withService(Script { _ in .json(Self.answer) }) { agent in
      let source = try source([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(agent.address)/v1/role?id=1",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Bearer t",
      ])
      #expect(
        try await source.fetch()
          == AWSCredentials(
            accessKeyID: "id",
            secretAccessKey: "secret",
            sessionToken: "token",
            expiration: Date(timeIntervalSince1970: 1_795_503_600),
            accountID: "111111111111"
          )
      )
      let request = try #require(agent.requests.first)
      #expect(request.path == "/v1/role")
      #expect(request.queryValue("id") == "1")
      #expect(request.header("authorization") == "Bearer t")
    }
  }

  @Test func `the token's file wins and is read each time`() async throws {
    try await withTemporaryHome { home in
      let path = try home.write("first", to: "token")
      let source = try source([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": path,
      ])
      #expect(try source.request()["Authorization"] == "first")
      try home.write("second", to: "token")
      #expect(try source.request()["Authorization"] == "second")
      try home.write("third\r\nX: y", to: "token")
      #expect(throws: CredentialError.misconfigured("the container's authorization token holds a line break")) {
        try source.request()
      }
    }
  }

  @Test(
    arguments: [
      (["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x?a=b"], "http://169.254.170.2/v2/x?a=b"),
      (
        [
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/rel",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/full",
        ], "http://169.254.170.2/rel"
      ),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://agent.example/x"], "https://agent.example/x"),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost:1/x"], "http://localhost:1/x"),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.9.9.9/x"], "http://127.9.9.9/x"),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[::1]:8/x"], "http://[::1]:8/x"),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/x"], "http://169.254.170.23/x"),
      (["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://[fd00:ec2::23]/x"], "http://[fd00:ec2::23]/x"),
    ]
  )
  func `the agent's address is taken as AWS tools take it`(variables: [String: String], address: String) throws {
    let request = try source(variables).request()
    #expect("\(request.scheme.rawValue)://\(request.authority)\(request.target)" == address)
  }

  @Test(arguments: [
    "http://agent.example/x", "http://127.evil.example/x", "http://127.0.0.1.example/x", "http://169.254.169.254/x",
    "http://127.0.0.1@agent.example/x", "ftp://127.0.0.1/x", "127.0.0.1", "http://0x7f.0.0.1/x",
  ])
  func `over http only agents and this host are asked`(address: String) throws {
    let source = try source(["AWS_CONTAINER_CREDENTIALS_FULL_URI": address])
    #expect(throws: CredentialError.self) { try source.request() }
  }

  @Test func `a relative address cannot name another host`() throws {
    let source = try source(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@agent.example/x"])
    #expect(throws: CredentialError.misconfigured("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not a path")) {
      try source.request()
    }
  }

  @Test func `three tries, a second apart, then the reason`() async throws {
    try await withService(Script { _ in .json("secret", status: 500) }) { agent in
      let source = try source(["AWS_CONTAINER_CREDENTIALS_FULL_URI": agent.address])
      await #expect(throws: CredentialError.failed(source: "container", reason: "the agent answered HTTP 500")) {
        try await source.fetch()
      }
      #expect(agent.requests.count == 3)
      #expect(clock.sleeps == [.seconds(1), .seconds(1)])
    }
  }

  @Test func `an answer that is no credentials is told without its text`() async throws {
    try await withService(Script { _ in .json("{\"Code\":\"secret\"}") }) { agent in
      let source = try source(["AWS_CONTAINER_CREDENTIALS_FULL_URI": agent.address])
      await #expect(
        throws: CredentialError.failed(source: "container", reason: "the agent answered something unexpected")
      ) {
        try await source.fetch()
      }
    }
  }

  @Test func `without its variables there is no such source`() {
    #expect(ContainerCredentials(environment: ProcessEnvironment([:]), sender: HTTPSender()) == nil)
  }
}
