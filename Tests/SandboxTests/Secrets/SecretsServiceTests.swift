import Foundation
import Testing

@testable import Sandbox

struct SecretsServiceTests {
  private let name = "veeam-backup-aws-credentials"
  private let token = "11111111-2222-3333-4444-555555555555"

  private func probe() async -> EndpointProbe {
    await EndpointProbe(SandboxOptions(scenario: .healthy, accounts: 10, clock: .fixed))
  }

  private func put(_ probe: EndpointProbe, _ value: String, _ more: String = "") async throws -> [String: Any] {
    try await probe.secrets(
      "PutSecretValue",
      #"{"SecretId":"\#(name)","ClientRequestToken":"\#(token)","SecretString":"\#(value)"\#(more)}"#
    ).json()
  }

  private func stages(_ probe: EndpointProbe) async throws -> [String: [String]] {
    let secret = try await probe.secrets("DescribeSecret", #"{"SecretId":"\#(name)"}"#).json()
    return try #require(secret["VersionIdsToStages"] as? [String: [String]])
  }

  @Test func `the same token and value change nothing, another value is refused`() async throws {
    let probe = await probe()
    #expect(try await put(probe, "one", #","VersionStages":["AWSPENDING"]"#)["VersionId"] as? String == token)
    let first = try await stages(probe)
    #expect(first[token] == ["AWSPENDING"])
    #expect(try await put(probe, "one", #","VersionStages":["AWSPENDING"]"#)["VersionId"] as? String == token)
    #expect(try await stages(probe) == first)
    #expect(try await put(probe, "two")["__type"] as? String == "ResourceExistsException")
  }

  @Test func `without stages the new version is current at once`() async throws {
    let probe = await probe()
    let before = try #require(try await stages(probe).first { $0.value == ["AWSCURRENT"] }?.key)
    _ = try await put(probe, "one")
    let after = try await stages(probe)
    #expect(after[token] == ["AWSCURRENT"])
    #expect(after[before] == ["AWSPREVIOUS"])
    #expect(after.count == 2)
  }

  @Test func `a secret is found by name, ARN and shortened ARN, in its own account`() async throws {
    let probe = await probe()
    let arn = try #require(await probe.world.perform { state, _ in state.secrets.first?.arn })
    for id in [name, arn, String(arn.dropLast(7))] {
      #expect(await probe.secrets("GetSecretValue", #"{"SecretId":"\#(id)"}"#).status == 200)
    }
    let other = await probe.secrets("GetSecretValue", #"{"SecretId":"\#(arn)"}"#, as: probe.keys.member)
    #expect(try other.json()["__type"] as? String == "ResourceNotFoundException")
  }

  @Test(arguments: [
    ("GetSecretValue", #"{"SecretId":"nope"}"#, "ResourceNotFoundException"),
    (
      "GetSecretValue", #"{"SecretId":"veeam-console-reader","VersionStage":"AWSPENDING"}"#,
      "ResourceNotFoundException"
    ),
    ("GetSecretValue", "{}", "InvalidParameterException"),
    (
      "PutSecretValue", #"{"SecretId":"veeam-console-reader","ClientRequestToken":"short","SecretString":"x"}"#,
      "InvalidParameterException"
    ),
    ("CreateSecret", #"{"Name":"veeam-console-reader","SecretString":"x"}"#, "ResourceExistsException"),
  ])
  func `what AWS refuses is refused`(operation: String, body: String, code: String) async throws {
    let answer = await probe().secrets(operation, body)
    #expect(answer.status == 400)
    #expect(try answer.json()["__type"] as? String == code)
  }

  @Test func `a new secret can be read back`() async throws {
    let probe = await probe()
    #expect(await probe.secrets("CreateSecret", #"{"Name":"mine","SecretString":"v"}"#).status == 200)
    let value = try await probe.secrets("GetSecretValue", #"{"SecretId":"mine"}"#).json()
    #expect(value["SecretString"] as? String == "v")
  }

  // MARK: Stages, deletion, policies

  @Test func `moving AWSCURRENT names the version that loses it, which becomes the previous one`() async throws {
    let probe = await probe()
    _ = try await put(probe, "one", #","VersionStages":["AWSPENDING"]"#)
    let current = try #require(try await stages(probe).first { $0.value == ["AWSCURRENT"] }?.key)
    func move(_ more: String) async throws -> String? {
      let body = #"{"SecretId":"\#(name)","VersionStage":"AWSCURRENT","MoveToVersionId":"\#(token)"\#(more)}"#
      return try await probe.secrets("UpdateSecretVersionStage", body).json()["__type"] as? String
    }
    #expect(try await move("") == "InvalidParameterException")
    #expect(try await move(#","RemoveFromVersionId":"\#(token)""#) == "InvalidParameterException")
    #expect(try await move(#","RemoveFromVersionId":"\#(current)""#) == nil)
    let after = try await stages(probe)
    #expect(after[token] == ["AWSPENDING", "AWSCURRENT"])
    #expect(after[current] == ["AWSPREVIOUS"])
  }

  @Test func `a secret scheduled for deletion gives nothing out, and comes back whole`() async throws {
    let probe = await probe()
    let id = #"{"SecretId":"\#(name)"}"#
    let deleted = try await probe.secrets("DeleteSecret", #"{"SecretId":"\#(name)","RecoveryWindowInDays":7}"#).json()
    #expect(deleted["DeletionDate"] != nil)
    #expect(try await probe.secrets("DescribeSecret", id).json()["DeletedDate"] != nil)
    #expect(try await probe.secrets("GetSecretValue", id).json()["__type"] as? String == "InvalidRequestException")
    let again = try await probe.secrets("CreateSecret", #"{"Name":"\#(name)","SecretString":"x"}"#).json()
    #expect(again["__type"] as? String == "InvalidRequestException")
    #expect(await probe.secrets("ListSecrets", "{}").text.contains(name) == false)
    #expect(await probe.secrets("RestoreSecret", id).status == 200)
    #expect(await probe.secrets("GetSecretValue", id).status == 200)
    _ = await probe.secrets("DeleteSecret", #"{"SecretId":"\#(name)","ForceDeleteWithoutRecovery":true}"#)
    #expect(try await probe.secrets("DescribeSecret", id).json()["__type"] as? String == "ResourceNotFoundException")
  }

  @Test func `another account reads a secret by its ARN once the secret's policy says so`() async throws {
    let probe = await probe()
    let arn = try #require(await probe.world.perform { state, _ in state.secrets.first?.arn })
    let policy =
      #"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"ACCOUNT\"},"#
      + #"\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}"#
    let body = #"{"SecretId":"\#(arn)","ResourcePolicy":"\#(policy)","BlockPublicPolicy":true}"#
    let open = body.replacing("ACCOUNT", with: "*")
    #expect(try await probe.secrets("PutResourcePolicy", open).json()["__type"] as? String == "PublicPolicyException")
    let narrow = body.replacing("ACCOUNT", with: probe.keys.member.account)
    #expect(await probe.secrets("PutResourcePolicy", narrow).status == 200)
    #expect(await probe.secrets("GetSecretValue", #"{"SecretId":"\#(arn)"}"#, as: probe.keys.member).status == 200)
  }

  @Test(arguments: [
    (#"{"PasswordLength":8}"#, 8), (#"{"ExcludePunctuation":true}"#, 32), (#"{"PasswordLength":4096}"#, 4_096),
  ])
  func `a random password has the length that was asked for`(body: String, length: Int) async throws {
    let answer = try await probe().secrets("GetRandomPassword", body).json()
    #expect((answer["RandomPassword"] as? String)?.count == length)
  }
}
