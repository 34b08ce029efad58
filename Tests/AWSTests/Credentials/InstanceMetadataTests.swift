import FoundationEssentials
import Sandbox
import Synchronization
import TestSupport
import Testing
import Transport

@testable import AWS

struct InstanceMetadataTests {
  private let clock = ManualTiming()

  private static func keys(until time: String) -> String {
    """
    {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"id","SecretAccessKey":"secret","Token":"token","Expiration":"\(time)"}
    """
  }

  /// A metadata service of version 2 with one role.
  private static func service(_ keys: String) -> Script {
    Script { request in
      if request.method == "PUT", request.path == "/latest/api/token" {
        return request.header("x-aws-ec2-metadata-token-ttl-seconds") == "21600"
          ? .text("session") : .text("", status: 400)
      }
      guard request.header("x-aws-ec2-metadata-token") == "session" else { return .text("", status: 401) }
      switch request.path {
      case "/latest/meta-data/iam/security-credentials/": return .text("backup-role\n")
      case "/latest/meta-data/iam/security-credentials/backup-role": return .json(keys)
      default: return .text("", status: 404)
      }
    }
  }

  private func fetch(
    at address: String,
    _ variables: [String: String] = [:],
    warn: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> AWSCredentials {
    // The service's own second is short for a machine that runs everything at once.
    let patient = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": address, "AWS_METADATA_SERVICE_TIMEOUT": "30"]
    let all = patient.merging(variables) { $1 }
    let source = try InstanceMetadataCredentials(
      environment: ProcessEnvironment(all),
      sender: HTTPSender(),
      timing: clock.timing,
      warn: warn
    )
    return try await #require(source).fetch()
  }

  @Test func `the role's keys are read with a session token`() async throws {
    try await withService(Self.service(Self.keys(until: "2026-11-24T12:00:00Z"))) { service in
      let credentials = try await fetch(at: service.address)
      #expect(
        credentials
          == AWSCredentials(
            accessKeyID: "id",
            secretAccessKey: "secret",
            sessionToken: "token",
            expiration: Date(timeIntervalSince1970: 1_795_521_600)
          )
      )
      #expect(service.requests.map(\.method) == ["PUT", "GET", "GET"])
    }
  }

  @Test(arguments: [403, 404, 405, 400, 500])
  func `where no session token is given there is no metadata service, and version 1 is not tried`(
    status: Int
  ) async throws {
    try await withService(Script { _ in .text("", status: status) }) { service in
      await #expect(throws: CredentialError.none(tried: ["EC2 instance metadata"])) {
        try await fetch(at: service.address)
      }
      #expect(service.requests.map(\.method) == ["PUT"])
    }
  }

  @Test func `nobody at the address is no metadata service`() async throws {
    let address = try await withService(Script { _ in .text("") }) { $0.address }
    await #expect(throws: CredentialError.none(tried: ["EC2 instance metadata"])) { try await fetch(at: address) }
  }

  @Test func `an instance without a role has no credentials`() async throws {
    try await withService(Script { request in request.method == "PUT" ? .text("session") : .text("", status: 404) }) {
      service in
      await #expect(throws: CredentialError.none(tried: ["EC2 instance metadata"])) {
        try await fetch(at: service.address)
      }
    }
  }

  @Test func `a service that is there and fails is an error`() async throws {
    try await withService(Script { request in request.method == "PUT" ? .text("session") : .text("", status: 401) }) {
      service in
      await #expect(
        throws: CredentialError.failed(
          source: "EC2 instance metadata",
          reason: "the metadata service answered HTTP 401"
        )
      ) {
        try await fetch(at: service.address)
      }
    }
  }

  @Test func `the service's own error is named`() async throws {
    try await withService(Self.service("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"m\"}")) { service in
      await #expect(
        throws: CredentialError.failed(
          source: "EC2 instance metadata",
          reason: "no credentials for the role backup-role (AssumeRoleUnauthorizedAccess)"
        )
      ) {
        try await fetch(at: service.address)
      }
    }
  }

  @Test func `expired keys are kept for a while, and said so`() async throws {
    let warnings = Mutex<[String]>([])
    try await withService(Self.service(Self.keys(until: "2026-11-24T05:00:00Z"))) { service in
      let credentials = try await fetch(at: service.address) { warning in warnings.withLock { $0.append(warning) } }
      let left = try #require(credentials.expiration).timeIntervalSince(clock.now)
      #expect((5 * 60...15 * 60).contains(left))
    }
    #expect(
      warnings.withLock { $0 } == [
        "the instance's credentials have expired and the metadata service has no new ones yet"
      ]
    )
  }

  @Test func `attempts are counted as the variable says`() async throws {
    try await withService(Script { _ in .text("", status: 500) }) { service in
      _ = try? await fetch(at: service.address, ["AWS_METADATA_SERVICE_NUM_ATTEMPTS": "3"])
      #expect(service.requests.count == 3)
    }
  }

  @Test func `it can be switched off`() throws {
    let environment = ProcessEnvironment(["AWS_EC2_METADATA_DISABLED": "True"])
    let source = try InstanceMetadataCredentials(environment: environment, sender: HTTPSender())
    #expect(source == nil)
  }

  @Test(arguments: [
    (["AWS_METADATA_SERVICE_TIMEOUT": "soon"], "AWS_METADATA_SERVICE_TIMEOUT is soon: expected a number from 1 to 60"),
    (
      ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "nowhere"],
      "AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http or https address"
    ),
  ])
  func `a value that cannot be meant is named`(variables: [String: String], sentence: String) {
    #expect(throws: CredentialError.misconfigured(sentence)) {
      try InstanceMetadataCredentials(environment: ProcessEnvironment(variables), sender: HTTPSender())
    }
  }
}
