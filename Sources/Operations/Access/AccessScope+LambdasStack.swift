/// What CloudFormation does in its caller's name to make, change and remove the resources of the Lambdas stack.
extension AccessScope {
  var lambdasStackChanges: [AccessPolicy.Statement] {
    [
      .init(
        sid: "MakeFunctions",
        actions: [
          "lambda:AddPermission", "lambda:CreateAlias", "lambda:CreateFunction", "lambda:DeleteAlias",
          "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency", "lambda:DeleteFunctionEventInvokeConfig",
          "lambda:GetAlias", "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig",
          "lambda:GetFunctionConfiguration", "lambda:GetFunctionEventInvokeConfig",
          "lambda:GetFunctionRecursionConfig", "lambda:GetPolicy", "lambda:GetProvisionedConcurrencyConfig",
          "lambda:GetRuntimeManagementConfig", "lambda:ListTags", "lambda:ListVersionsByFunction",
          "lambda:PublishVersion", "lambda:PutFunctionConcurrency", "lambda:PutFunctionEventInvokeConfig",
          "lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource", "lambda:UpdateAlias",
          "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration",
          "lambda:UpdateFunctionEventInvokeConfig",
        ],
        resources: functions
      ),
      .init(
        sid: "UseExtension",
        actions: ["lambda:GetLayerVersion", "ssm:GetParameters"],
        resources: extensionParameters
          + ["arn:\(partition):lambda:*:*:layer:AWS-Parameters-and-Secrets-Lambda-Extension*:*"]
      ),
      .init(
        sid: "MakeExecutionRoles",
        actions: [
          "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy",
          "iam:GetRole", "iam:GetRolePolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
          "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
        ],
        resources: executionRoles
      ),
      .init(
        sid: "GiveExecutionRoles",
        actions: ["iam:PassRole"],
        resources: executionRoles,
        conditions: [
          .init(
            test: "StringEquals",
            key: "iam:PassedToService",
            values: ["lambda.amazonaws.com", "scheduler.amazonaws.com"]
          )
        ]
      ),
      .init(
        sid: "MakeSecrets",
        actions: [
          "secretsmanager:CancelRotateSecret", "secretsmanager:CreateSecret", "secretsmanager:DeleteSecret",
          "secretsmanager:DescribeSecret", "secretsmanager:TagResource", "secretsmanager:UntagResource",
          "secretsmanager:UpdateSecret",
        ],
        resources: stackSecrets
      ),
      .init(
        sid: "MakeLogGroups",
        actions: [
          "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteMetricFilter",
          "logs:DeleteRetentionPolicy", "logs:DescribeMetricFilters", "logs:DisassociateKmsKey",
          "logs:ListTagsForResource", "logs:PutMetricFilter", "logs:PutRetentionPolicy", "logs:TagResource",
          "logs:UntagResource",
        ],
        resources: logGroups + logGroups.map { "\($0):*" }
      ),
      .init(
        sid: "MakeTheRest",
        actions: [
          "cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm", "scheduler:CreateSchedule",
          "scheduler:DeleteSchedule", "scheduler:GetSchedule", "scheduler:UpdateSchedule", "sqs:CreateQueue",
          "sqs:DeleteQueue", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes", "sqs:TagQueue",
          "sqs:UntagQueue",
        ],
        resources: backup("cloudwatch", "alarm:\(lambdasStack)-*")
          + backup("scheduler", "schedule/default/\(lambdasStack)-*") + backup("sqs", "\(lambdasStack)-*")
      ),
      .init(
        sid: "MakeNetwork",
        actions: [
          "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress", "ec2:CreateSecurityGroup",
          "ec2:CreateTags", "ec2:CreateVpcEndpoint", "ec2:DeleteSecurityGroup", "ec2:DeleteTags",
          "ec2:DeleteVpcEndpoints", "ec2:ModifyVpcEndpoint", "ec2:RevokeSecurityGroupEgress",
          "ec2:RevokeSecurityGroupIngress",
        ],
        resources: backup(
          "ec2",
          "security-group/*",
          "security-group-rule/*",
          "vpc/*",
          "vpc-endpoint/*",
          "subnet/*",
          "route-table/*"
        )
      ),
    ]
  }

  /// CloudFormation's own names, and those that the template's prefix makes.
  private var executionRoles: [String] { roles("\(lambdasStack)-*", "*rolecall-*") }
}
