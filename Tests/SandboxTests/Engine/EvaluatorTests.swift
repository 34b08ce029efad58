import Testing

@testable import Sandbox

struct EvaluatorTests {
  /// Works `value` out in a world with a parameter, a list, a mapping, conditions and a resource.
  static func resolve(_ value: String, region: String = "eu-west-1") throws -> TemplateValue? {
    let template = try Template(
      """
      Parameters: {Name: {Type: String}, Subnets: {Type: CommaDelimitedList}}
      Mappings: {Sizes: {small: {cpu: 1, zones: [a, b]}, large: {cpu: 8}}}
      Conditions: {IsTrue: !Equals [a, a], IsFalse: !Not [{Condition: IsTrue}]}
      Resources:
        Role: {Type: T}
        Custom: {Type: Custom::Thing}
        Subject:
          Type: T
          Properties: {Value: \(value)}
      """
    )
    let place = StackPlace(
      account: "123456789012",
      region: region,
      stackID: "arn:aws:cloudformation:eu-west-1:123456789012:stack/demo/1",
      stackName: "demo"
    )
    var evaluator = try Evaluator(
      template,
      place: place,
      parameters: ["Name": "backup", "Subnets": ["subnet-1", "subnet-2"]]
    )
    evaluator.exports = ["shared-vpc": "vpc-1"]
    evaluator.resources = [
      "Role": ResourceState(physicalID: "demo-Role-1", attributes: ["Arn": "arn:role", "Nested.Id": "nested"]),
      "Custom": ResourceState(physicalID: "id", attributes: ["Known": "here"]),
    ]
    return try evaluator.resolve(try #require(template.resource("Subject")).properties)["Value"]
  }

  @Test(
    arguments: [
      ("!Ref Name", "backup"), ("!Ref Subnets", ["subnet-1", "subnet-2"]), ("!Ref Role", "demo-Role-1"),
      ("!Ref AWS::AccountId", "123456789012"), ("!Ref AWS::Region", "eu-west-1"), ("!Ref AWS::Partition", "aws"),
      ("!Ref AWS::URLSuffix", "amazonaws.com"), ("!Ref AWS::StackName", "demo"), ("!Ref AWS::NotificationARNs", []),
      ("!GetAtt Role.Arn", "arn:role"), ("!GetAtt Role.Nested.Id", "nested"),
      ("{'Fn::GetAtt': [Role, Arn]}", "arn:role"), ("!GetAtt Custom.Known", "here"),
      ("!Sub '${Name}-${Role.Arn}-${!Kept}-${AWS::Region}'", "backup-arn:role-${Kept}-eu-west-1"),
      ("!Sub ['${A}/${Name}', {A: !Ref Role}]", "demo-Role-1/backup"),
      ("!Sub 'no variables $ { }'", "no variables $ { }"),
      ("!Join [',', !Ref Subnets]", "subnet-1,subnet-2"), ("!Join ['', [a, 1, true]]", "a1true"),
      ("!Select [1, !Ref Subnets]", "subnet-2"), ("!Select ['0', !GetAZs '']", "eu-west-1a"),
      ("!Split ['|', 'a||b']", ["a", "", "b"]), ("!Select [6, !Split [':', 'arn:aws:lambda:r:1:function:f:cfn']]", "f"),
      ("!FindInMap [Sizes, large, cpu]", 8), ("!FindInMap [Sizes, !Sub '${AWS::NoValue}small', zones]", nil),
      ("!FindInMap [Sizes, small, zones]", ["a", "b"]),
      ("!If [IsTrue, yes it is, 'no']", "yes it is"), ("!If [IsFalse, a, !Ref AWS::NoValue]", nil),
      ("[a, !If [IsFalse, b, !Ref AWS::NoValue], c]", ["a", "c"]),
      ("{A: !Ref AWS::NoValue, B: 1}", ["B": 1]), ("!Base64 hello", "aGVsbG8="),
      ("!ImportValue shared-vpc", "vpc-1"), ("!ImportValue {'Fn::Sub': 'shared-vpc'}", "vpc-1"),
      ("!Cidr ['10.0.0.0/16', 3, 8]", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
      // A policy's own `Condition` is no function.
      ("{Condition: {StringEquals: {a: !Ref Name}}}", ["Condition": ["StringEquals": ["a": "backup"]]]),
    ] as [(String, TemplateValue?)]
  )
  func `functions give what the service gives`(value: String, expected: TemplateValue?) throws {
    if value.contains("NoValue}small") {
      #expect(throws: ServiceFailure.self) { try Self.resolve(value) }
    } else {
      #expect(try Self.resolve(value) == expected)
    }
  }

  @Test(arguments: [
    ("us-gov-west-1", "aws-us-gov", "amazonaws.com"), ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
    ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"), ("us-east-1", "aws", "amazonaws.com"),
  ])
  func `partitions have their names`(region: String, partition: String, suffix: String) throws {
    #expect(
      try Self.resolve("!Sub '${AWS::Partition} ${AWS::URLSuffix}'", region: region)
        == .string("\(partition) \(suffix)")
    )
  }

  @Test(arguments: [
    ("!GetAtt Role.Nope", "Template error: resource Role does not support attribute type Nope in Fn::GetAtt"),
    (
      "!GetAtt Custom.Nope",
      "CustomResource attribute error: Vendor response doesn't contain Nope attribute in object id"
    ),
    ("!Select [2, !Ref Subnets]", "Template error: Fn::Select cannot select nonexistent value at index 2"),
    ("!FindInMap [Sizes, huge, cpu]", "Template error: Unable to get mapping for Sizes::huge::cpu"),
    ("!ImportValue other", "No export named other found."),
    (
      "!Sub '${Subnets}'", "Template error: variable Subnets in Fn::Sub expression does not resolve to a string"
    ),
  ])
  func `what cannot be worked out is told`(value: String, message: String) {
    #expect(throws: ServiceFailure.validation(message)) { try Self.resolve(value) }
  }

  // MARK: Conditions

  @Test(arguments: [
    ("!Equals [!Ref Name, backup]", true), ("!Equals [1, '1']", true), ("!Equals [!Ref Name, x]", false),
    ("!Not [!Equals [a, a]]", false), ("!And [{Condition: IsTrue}, !Equals [a, a]]", true),
    ("!And [!Equals [a, b], !Equals [a, a]]", false), ("!Or [!Equals [a, b], !Equals [a, a]]", true),
    ("!Or [!Equals [a, b], !Equals [a, c]]", false), ("!Equals [!Join ['', !Ref Subnets], '']", false),
  ])
  func `conditions hold or do not`(condition: String, holds: Bool) throws {
    let template = try Template(
      """
      Parameters: {Name: {Type: String}, Subnets: {Type: CommaDelimitedList}}
      Conditions: {Subject: \(condition), IsTrue: !Equals [a, a]}
      Resources: {A: {Type: T}}
      """
    )
    let place = StackPlace(account: "123456789012", region: "eu-west-1", stackID: "id", stackName: "demo")
    let evaluator = try Evaluator(template, place: place, parameters: ["Name": "backup", "Subnets": ["subnet-1"]])
    #expect(evaluator.conditions["Subject"] == holds)
  }

  // MARK: Dynamic references

  @Test(arguments: [
    ("ssm:/a/b:3", DynamicReference.parameter(name: "/a/b", version: 3)),
    ("ssm:/a/b", .parameter(name: "/a/b", version: nil)),
    ("secretsmanager:name:SecretString:key", .secret(id: "name", key: "key", stage: nil, version: nil)),
    (
      "secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:n-x:SecretString:key:AWSPENDING",
      .secret(id: "arn:aws:secretsmanager:eu-west-1:1:secret:n-x", key: "key", stage: "AWSPENDING", version: nil)
    ),
    ("secretsmanager:name", .secret(id: "name", key: nil, stage: nil, version: nil)),
  ])
  func `dynamic references are taken apart`(text: String, reference: DynamicReference) {
    #expect(DynamicReference(text[...]) == reference)
  }
}
