/// What the hat `backup` needs to look at and to work with what set-up made.
extension AccessScope {
  var backupReads: [AccessPolicy.Statement] {
    var statements: [AccessPolicy.Statement] = [
      .init(
        sid: "ReadLambdasStack",
        actions: [
          "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResources",
          "cloudformation:DescribeStacks", "cloudformation:GetStackPolicy", "cloudformation:GetTemplate",
        ],
        resources: stack
      ),
      .init(
        sid: "ReadFunctions",
        actions: [
          "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionConcurrency",
          "lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:ListVersionsByFunction",
        ],
        resources: functions
      ),
      .init(
        sid: "DescribeSecrets",
        actions: ["secretsmanager:DescribeSecret", "secretsmanager:ListSecretVersionIds"],
        resources: stackSecrets + (readerSecret.map { [secret($0)] } ?? [])
      ),
      .init(
        sid: "ReadLogs",
        actions: ["logs:FilterLogEvents"],
        resources: logGroups.map { "\($0):*" }
      ),
      .init(sid: "ReadExtension", actions: ["ssm:GetParameter"], resources: extensionParameters),
      .init(
        sid: "ReadDeadLetters",
        actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
        resources: backup("sqs", "\(lambdasStack)-*")
      ),
      .init(
        sid: "ReadArtifacts",
        actions: [
          "s3:GetBucketPolicy", "s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket",
          "s3:ListBucketVersions",
        ],
        resources: artifacts.bucket + artifacts.objects
      ),
      .init(
        sid: "ReadRoles",
        actions: [
          "iam:GetInstanceProfile", "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetRole", "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies", "iam:ListRolePolicies", "iam:SimulatePrincipalPolicy",
        ],
        resources: ["*"]
      ),
      .init(
        sid: "ReadWithoutResources",
        actions: [
          "account:ListRegions", "cloudformation:GetTemplateSummary", "cloudformation:ValidateTemplate",
          "cloudwatch:DescribeAlarms", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeRegions", "ec2:DescribeRouteTables", "ec2:DescribeSecurityGroupRules",
          "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcAttribute",
          "ec2:DescribeVpcEndpoints", "ec2:DescribeVpcs", "iam:GetAccountSummary", "lambda:GetAccountSettings",
          "logs:DescribeLogGroups", "s3:ListAllMyBuckets", "secretsmanager:ListSecrets",
          "servicequotas:GetServiceQuota",
        ],
        resources: ["*"]
      ),
    ]
    // The alias also registers roles: whoever looks at the appliance directly does without it.
    if isViaFunction { statements.append(callOps) }
    return statements
  }

  /// The secret of a portal operator; never the administrator's.
  var readersSecret: [AccessPolicy.Statement] {
    guard let readerSecret else { return [] }
    return [
      .init(
        sid: "SignInAsReader",
        actions: ["secretsmanager:GetSecretValue"],
        resources: [secret(readerSecret)]
      )
    ]
  }

  var backupChanges: [AccessPolicy.Statement] {
    var statements: [AccessPolicy.Statement] = [
      .init(
        sid: "UseCredential",
        actions: [
          "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:RestoreSecret",
          "secretsmanager:RotateSecret", "secretsmanager:UpdateSecretVersionStage",
        ],
        resources: stackSecrets + (readerSecret.map { [secret($0)] } ?? [])
      ),
      .init(sid: "MakePasswords", actions: ["secretsmanager:GetRandomPassword"], resources: ["*"]),
      .init(
        sid: "KeepArtifacts",
        actions: [
          "s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteObject", "s3:DeleteObjectVersion",
          "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning",
          "s3:PutEncryptionConfiguration", "s3:PutObject",
        ],
        resources: artifacts.bucket + artifacts.objects
      ),
      .init(
        sid: "ChangeLambdasStack",
        actions: [
          "cloudformation:CreateChangeSet", "cloudformation:CreateStack", "cloudformation:DeleteChangeSet",
          "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet", "cloudformation:ExecuteChangeSet",
          "cloudformation:SetStackPolicy", "cloudformation:TagResource", "cloudformation:UpdateStack",
          "cloudformation:UpdateTerminationProtection",
        ],
        resources: stack
      ),
    ]
    if !isViaFunction { statements.append(callOps) }
    return statements
  }

  private var callOps: AccessPolicy.Statement {
    .init(
      sid: "CallOpsAlias",
      actions: ["lambda:InvokeFunction"],
      resources: backup("lambda", "function:*rolecall-configurator:ops", "function:\(lambdasStack)-*:ops")
    )
  }
}
