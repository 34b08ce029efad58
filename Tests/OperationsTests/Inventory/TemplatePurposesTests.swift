import Fleet
import Templates
import Testing

@testable import Operations

struct TemplatePurposesTests {
  @Test(
    arguments: [
      (
        """
        Resources:
          Ec2: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: ec2, RoleArn: !GetAtt Role.Arn } }
          Worker: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: worker } }
          Role: { Type: AWS::IAM::Role }
        """, Optional(["ec2", "worker"])
      ),
      (
        #"{"Resources": {"A": {"Type": "Custom::VeeamAwsConfigurator", "Properties": {"Purpose": "RDS"}}}}"#, ["rds"]
      ),
      // A reference to a parameter: the stack set's value, else the default.
      (
        """
        Parameters: { P: { Type: String, Default: efs }, Q: { Type: String, Default: no } }
        Resources:
          A: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: !Ref P } }
          B: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: { Ref: Q } } }
        """, ["efs", "fsx"]
      ),
      // Conditions that can be told are honoured, others count as holding.
      (
        """
        Parameters: { Q: { Type: String, Default: no } }
        Conditions:
          Never: !Equals [a, b]
          Told: !And [!Equals [!Ref Q, fsx], !Not [{ Condition: Never }]]
          Untold: !Equals [!Ref AWS::Region, eu-west-1]
        Resources:
          A: { Type: "Custom::VeeamAwsConfigurator", Condition: Never, Properties: { Purpose: ec2 } }
          B: { Type: "Custom::VeeamAwsConfigurator", Condition: Told, Properties: { Purpose: rds } }
          C: { Type: "Custom::VeeamAwsConfigurator", Condition: Untold, Properties: { Purpose: vpc } }
        """, ["rds", "vpc"]
      ),
      // Nothing that says what to expect.
      ("Resources: { Role: { Type: AWS::IAM::Role } }", nil),
      (
        """
        Resources:
          A: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: !Sub "${X}" } }
          B: { Type: "Custom::VeeamAwsConfigurator", Properties: { Purpose: !If [X, a, b] } }
        """, nil
      ),
      ("no template", nil),
      ("{ broken", nil),
    ]
  )
  func `the purposes are those of the configurator resources`(template: String, purposes: [String]?) {
    let read = TemplatePurposes(template: template, parameters: ["Q": "fsx"])?.purposes()
    #expect(read?.map(\.rawValue) == purposes)
  }

  @Test(
    arguments: [
      ([:], Optional(["ec2", "worker"])),
      (["EnableRds": "yes", "EnableFileLevelRecovery": "yes"], ["ec2", "flr", "rds", "worker"]),
      (["EnableRdsImageLevel": "yes"], ["ec2", "worker"]),
      (
        [
          "EnableDynamoDb": "yes", "EnableEfs": "yes", "EnableFsx": "yes", "EnableRedshift": "yes",
          "EnableRedshiftServerless": "yes", "EnableVpc": "yes",
        ],
        ["dynamodb", "ec2", "efs", "fsx", "redshift", "redshift-serverless", "vpc", "worker"]
      ),
      // Roles that the stack does not register are nobody's expectation.
      (["RegisterRoles": "no", "EnableRds": "yes"], nil),
    ]
  )
  func `the shipped template's purposes follow the stack set's parameters`(
    parameters: [String: String],
    purposes: [String]?
  ) {
    let read = TemplatePurposes(template: ShippedTemplate.roles.body, parameters: parameters)?.purposes()
    #expect(read?.map(\.rawValue) == purposes)
    #expect(read.map { Set($0).isSubset(of: Purpose.known) } != false)
  }

  @Test(
    arguments: [
      ("111122223333-ec2", "111122223333", Optional("ec2")), ("111122223333-EC2", "111122223333", "ec2"),
      ("111122223333-ec2", "111122224444", nil), ("111122223333", "111122223333", nil),
      ("111122223333-", "111122223333", nil), ("111122223333-by hand", "111122223333", nil),
      ("Default Backup Restore", "111122223333", nil),
    ]
  )
  func `a registration's name tells its purpose`(name: String, account: String, purpose: String?) {
    #expect(RegistrationName.purpose(in: name, account: AccountID(rawValue: account))?.rawValue == purpose)
  }
}
