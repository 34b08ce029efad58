import Foundation

/// The public reference's two templates: as they are, from the folder that `ROLECALL_REFERENCE` names, else two of our own
/// that have their logical ids, names and properties as far as moving over depends on them.
struct ReferenceTemplates {
  let lambdas: String
  let roles: String
  /// Whether they are the reference's own.
  let isGenuine: Bool

  init() throws {
    guard let folder = ProcessInfo.processInfo.environment["ROLECALL_REFERENCE"] else {
      (lambdas, roles, isGenuine) = (Self.shapedLambdas, Self.shapedRoles, false)
      return
    }
    lambdas = try String(contentsOfFile: "\(folder)/veeam-aws-org-lambdas.template", encoding: .utf8)
    roles = try String(contentsOfFile: "\(folder)/veeam-aws-org-roles.template", encoding: .utf8)
    isGenuine = true
  }

  private static let shapedLambdas = """
    Parameters:
      AwsOrgId: { Type: String }
      VeeamConfiguratorLambdaVpcId: { Type: String }
      VeeamConfiguratorLambdaSubnetId: { Type: String }
      VeeamConfiguratorLambdaSecurityGroupId: { Type: String }
      VeeamInstanceIp: { Type: String }
    Resources:
      VeeamSecret:
        Type: AWS::SecretsManager::Secret
        DeletionPolicy: Delete
        Properties:
          Description: Generated credentials for Veeam Backup for AWS
          Name: veeam-backup-aws-credentials
          GenerateSecretString:
            SecretStringTemplate: '{"username": "veeam-aws-secrets-manager"}'
            GenerateStringKey: password
    \(executionRole("VeeamConfiguratorLambdaRole"))\(executionRole("RandomExtIdLambdaRole"))\
      VeeamConfiguratorLambda:
        Type: AWS::Lambda::Function
        Properties:
          Runtime: python3.9
          Handler: index.lambda_handler
          Timeout: 300
          Role: !GetAtt VeeamConfiguratorLambdaRole.Arn
          Code: { ZipFile: "def lambda_handler(event, context): pass" }
          Environment: { Variables: { VEEAM_INSTANCE_IP: !Ref VeeamInstanceIp, SECRET_NAME: !Ref VeeamSecret } }
          VpcConfig:
            SubnetIds: [!Ref VeeamConfiguratorLambdaSubnetId]
            SecurityGroupIds: [!Ref VeeamConfiguratorLambdaSecurityGroupId]
      VeeamConfiguratorLambdaPermission:
        Type: AWS::Lambda::Permission
        Properties:
          Action: lambda:InvokeFunction
          FunctionName: !Ref VeeamConfiguratorLambda
          Principal: "*"
          PrincipalOrgID: !Ref AwsOrgId
      RandomExtIdLambda:
        Type: AWS::Lambda::Function
        Properties:
          Runtime: python3.9
          Handler: index.lambda_handler
          Timeout: 300
          Role: !GetAtt RandomExtIdLambdaRole.Arn
          Code: { ZipFile: "def lambda_handler(event, context): pass" }
      RandomExtIdLambdaPermission:
        Type: AWS::Lambda::Permission
        Properties:
          Action: lambda:InvokeFunction
          FunctionName: !Ref RandomExtIdLambda
          Principal: "*"
          PrincipalOrgID: !Ref AwsOrgId
    Outputs:
      VeeamConfiguratorLambdaArn: { Value: !GetAtt VeeamConfiguratorLambda.Arn }
      RandomExtIdLambdaArn: { Value: !GetAtt RandomExtIdLambda.Arn }

    """

  private static let shapedRoles = """
    Parameters:
      VeeamInstanceRoleArn: { Type: String }
      VeeamAccountantLambdaArn: { Type: String }
      RandomExtIdLambdaArn: { Type: String }
    Resources:

    """ + role("Ec2", purpose: "ec2") + role("Worker", purpose: "worker") + """
        VeeamWorkerInstanceProfile:
          Type: AWS::IAM::InstanceProfile
          Properties: { Path: /, Roles: [!Ref VeeamWorkerRole] }

      """

  private static func role(_ name: String, purpose: String) -> String {
    """
      RandomExtIdGenerator\(name)Role:
        Type: Custom::RandomExtIdGenerator
        Properties: { ServiceToken: !Ref RandomExtIdLambdaArn, Length: 12 }
      Veeam\(name)Role:
        Type: AWS::IAM::Role
        Properties:
          Path: /
          AssumeRolePolicyDocument:
            Statement:
              - Effect: Allow
                Principal: { AWS: !Ref VeeamInstanceRoleArn }
                Action: [sts:AssumeRole]
                Condition:
                  StringEquals: { sts:ExternalId: !GetAtt RandomExtIdGenerator\(name)Role.RandomExtId }
      VeeamAwsConfigurator\(name)Role:
        Type: Custom::VeeamAwsConfigurator
        Properties:
          ServiceToken: !Ref VeeamAccountantLambdaArn
          MemberAccountId: !Ref AWS::AccountId
          RoleName: !Ref Veeam\(name)Role
          RoleExtId: !GetAtt RandomExtIdGenerator\(name)Role.RandomExtId
          Purpose: \(purpose)

    """
  }

  private static func executionRole(_ name: String) -> String {
    """
      \(name):
        Type: AWS::IAM::Role
        Properties:
          Path: /
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - { Effect: Allow, Principal: { Service: [lambda.amazonaws.com] }, Action: [sts:AssumeRole] }
          Policies:
            - PolicyName: everything
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - { Effect: Allow, Action: ["logs:*", "ec2:*", "secretsmanager:GetSecretValue"], Resource: "*" }

    """
  }
}
