import Foundation
import Testing

@testable import Sandbox

struct ServiceKindTests {
  private static let secret = "AWS::SecretsManager::Secret"

  private let generated: TemplateObject = [
    "GenerateSecretString": [
      "SecretStringTemplate": #"{"username":"svc"}"#, "GenerateStringKey": "password", "PasswordLength": 40,
      "ExcludeCharacters": #""'\/@"#,
    ]
  ]

  private func value(of made: ResourceState, _ probe: KindProbe) async throws -> [String: String] {
    let secret = try #require(await probe.look { state in state.secrets.first { $0.arn == made.physicalID } })
    let value = try #require(secret.version(stage: "AWSCURRENT")?.value)
    return try JSONDecoder().decode([String: String].self, from: Data(value.utf8))
  }

  @Test func `a secret is really generated`() async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(Self.secret, generated)
    let value = try await value(of: made, probe)
    #expect(value["username"] == "svc")
    let password = try #require(value["password"])
    #expect(password.count == 40)
    #expect(!password.contains { #""'\/@"#.contains($0) })
    #expect(password.contains(where: \.isNumber) && password.contains(where: \.isUppercase))
    let other = try await probe.create(Self.secret, generated, name: "Other")
    #expect(try await self.value(of: other, probe)["password"] != value["password"])
  }

  @Test func `only a change of how it is generated generates a new value`() async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(Self.secret, generated)
    let first = try await value(of: made, probe)
    var described = generated
    described["Description"] = "new"
    _ = try await probe.update(made, Self.secret, from: generated, to: described)
    #expect(try await value(of: made, probe) == first)
    var longer = described
    longer["GenerateSecretString"] = ["PasswordLength": 41]
    _ = try await probe.update(made, Self.secret, from: described, to: longer)
    let secret = try #require(await probe.look { state in state.secrets.first { $0.arn == made.physicalID } })
    #expect(secret.version(stage: "AWSCURRENT")?.value.count == 41)
    #expect(secret.version(stage: "AWSPREVIOUS") != nil)
  }

  @Test func `a rotation schedule is a property of its secret`() async throws {
    let probe = try await KindProbe()
    let secret = try await probe.create(Self.secret, generated)
    let properties: TemplateObject = [
      "SecretId": .string(secret.physicalID), "RotationLambdaARN": "arn:aws:lambda:eu-west-1:1:function:r",
      "RotationRules": ["ScheduleExpression": "rate(30 days)"],
    ]
    let type = "AWS::SecretsManager::RotationSchedule"
    let made = try await probe.create(type, properties, name: "Schedule")
    func rotation() async -> SecretRecord.Rotation? {
      await probe.look { state in state.secrets.first { $0.arn == secret.physicalID }?.rotation }
    }
    #expect(await rotation()?.scheduleExpression == "rate(30 days)")
    #expect(await rotation()?.isEnabled == true)
    try await probe.delete(made, type)
    #expect(await rotation()?.isEnabled == false)
  }

  @Test(
    arguments: [
      ("AWS::Logs::LogGroup", ["RetentionInDays": 8], "Value '8' at 'retentionInDays'"),
      (
        "AWS::Logs::MetricFilter", ["LogGroupName": "none", "FilterPattern": "", "MetricTransformations": []],
        "The specified log group does not exist."
      ),
      ("AWS::SQS::Queue", ["QueueName": "no spaces"], "Can only include alphanumeric characters"),
      ("AWS::Scheduler::Schedule", ["ScheduleExpression": "daily"], "Invalid Schedule Expression daily."),
      ("AWS::SSM::Parameter", ["Name": "/aws/mine", "Type": "String", "Value": "x"], "can't be prefixed with"),
      ("AWS::S3::Bucket", ["BucketName": "Capital"], "The specified bucket is not valid."),
      ("AWS::SecretsManager::Secret", ["Name": "veeam-console-reader"], "already exists"),
      (
        "AWS::SecretsManager::ResourcePolicy", ["SecretId": "none", "ResourcePolicy": "{}"],
        "Secrets Manager can't find the specified secret."
      ),
    ] as [(String, TemplateObject, String)]
  )
  func `what a service refuses is refused`(type: String, properties: TemplateObject, message: String) async throws {
    #expect(try await KindProbe().refusal(type, properties).contains(message))
  }

  @Test(
    arguments: [
      ("AWS::Logs::LogGroup", ["LogGroupName": "/x"], "/x", "Arn", "arn:aws:logs:eu-west-1:ACCOUNT:log-group:/x:*"),
      ("AWS::CloudWatch::Alarm", ["AlarmName": "a"], "a", "Arn", "arn:aws:cloudwatch:eu-west-1:ACCOUNT:alarm:a"),
      (
        "AWS::SQS::Queue", ["QueueName": "q"], "https://sqs.eu-west-1.amazonaws.com/ACCOUNT/q", "Arn",
        "arn:aws:sqs:eu-west-1:ACCOUNT:q"
      ),
      (
        "AWS::SNS::Topic", ["TopicName": "t"], "arn:aws:sns:eu-west-1:ACCOUNT:t", "TopicName", "t"
      ),
      (
        "AWS::Events::Rule", ["Name": "r", "ScheduleExpression": "rate(1 day)"], "r", "Arn",
        "arn:aws:events:eu-west-1:ACCOUNT:rule/r"
      ),
      (
        "AWS::Scheduler::Schedule", ["Name": "s", "ScheduleExpression": "rate(1 day)"], "s", "Arn",
        "arn:aws:scheduler:eu-west-1:ACCOUNT:schedule/default/s"
      ),
      ("AWS::S3::Bucket", ["BucketName": "bucket"], "bucket", "Arn", "arn:aws:s3:::bucket"),
      ("AWS::SSM::Parameter", ["Name": "/p", "Type": "String", "Value": "v"], "/p", "Value", "v"),
    ] as [(String, TemplateObject, String, String, String)]
  )
  func `a resource has its id and attributes, and is gone when deleted twice`(
    type: String,
    properties: TemplateObject,
    id: String,
    attribute: String,
    value: String
  ) async throws {
    let probe = try await KindProbe()
    let made = try await probe.create(type, properties)
    #expect(made.physicalID == id.replacing("ACCOUNT", with: probe.account))
    #expect(made.attributes[attribute] == .string(value.replacing("ACCOUNT", with: probe.account)))
    try await probe.delete(made, type, properties)
    try await probe.delete(made, type, properties)
    _ = try await probe.create(type, properties)
  }
}
