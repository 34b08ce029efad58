import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

struct SecretsManagerTests {
  @Test func `a secret is described with its versions`() async throws {
    let answer = ScriptedServer.Answer.json(
      """
      {"ARN": "arn:aws:secretsmanager:eu-west-1:1:secret:veeam-AbCdEf", "Name": "veeam", "RotationEnabled": true,
       "LastChangedDate": 1.7E9, "DeletedDate": null, "CreatedDate": 1523477145.713,
       "VersionIdsToStages": {"v1": ["AWSPREVIOUS"], "v2": ["AWSCURRENT", "AWSPENDING"]}}
      """
    )
    try await Fixture.with([answer]) { _, fixture in
      let secret = try await SecretsManager(fixture.connection).describeSecret("veeam")
      #expect(secret.name == "veeam")
      #expect(secret.rotationEnabled == true)
      #expect(secret.lastChangedDate == Date(timeIntervalSince1970: 1_700_000_000))
      #expect(secret.deletedDate == nil && secret.nextRotationDate == nil)
      #expect(secret.versionIDsToStages == ["v1": ["AWSPREVIOUS"], "v2": ["AWSCURRENT", "AWSPENDING"]])
    }
  }

  @Test func `a secret that is not there is not found`() async throws {
    let answer = ScriptedServer.Answer.refusal("ResourceNotFoundException", "Secrets Manager can't find it.")
    try await Fixture.with([answer]) { _, fixture in
      let error = await #expect(throws: AWSError.self) {
        try await SecretsManager(fixture.connection).describeSecret("veeam")
      }
      #expect(error?.code?.isNotFound == true)
      #expect(error?.isSignInProblem == false && error?.isDenial == false)
    }
  }
}
