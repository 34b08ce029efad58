/// What the hat `organization` needs: the organization's tree, and stack sets.
extension AccessScope {
  private var stackSetResources: [String] {
    let names = stackSets.isEmpty ? ["*"] : stackSets.map { "\($0):*" }
    return names.map { "arn:\(partition):cloudformation:*:*:stackset/\($0)" }
  }

  var organizationReads: [AccessPolicy.Statement] {
    [
      .init(
        sid: "ReadOrganization",
        actions: [
          "organizations:DescribeAccount", "organizations:DescribeOrganization", "organizations:DescribePolicy",
          "organizations:ListAWSServiceAccessForOrganization", "organizations:ListAccounts",
          "organizations:ListAccountsForParent", "organizations:ListDelegatedAdministrators",
          "organizations:ListDelegatedServicesForAccount", "organizations:ListOrganizationalUnitsForParent",
          "organizations:ListParents", "organizations:ListPoliciesForTarget", "organizations:ListRoots",
        ],
        resources: ["*"]
      ),
      .init(
        sid: "ReadStackSets",
        actions: [
          "cloudformation:DescribeStackInstance", "cloudformation:DescribeStackSet",
          "cloudformation:DescribeStackSetOperation", "cloudformation:ListStackInstances",
          "cloudformation:ListStackSetAutoDeploymentTargets", "cloudformation:ListStackSetOperationResults",
          "cloudformation:ListStackSetOperations",
        ],
        resources: stackSetResources
      ),
      .init(
        sid: "ReadWithoutResources",
        actions: [
          "account:ListRegions", "cloudformation:DescribeOrganizationsAccess", "cloudformation:GetTemplateSummary",
          "cloudformation:ListStackSets", "cloudformation:ValidateTemplate", "ec2:DescribeRegions",
          "iam:GetAccountSummary", "servicequotas:GetServiceQuota",
        ],
        resources: ["*"]
      ),
    ]
  }

  var organizationChanges: [AccessPolicy.Statement] {
    [
      .init(
        sid: "ChangeStackSets",
        actions: [
          "cloudformation:CreateStackInstances", "cloudformation:CreateStackSet",
          "cloudformation:DeleteStackInstances", "cloudformation:DeleteStackSet",
          "cloudformation:StopStackSetOperation", "cloudformation:TagResource", "cloudformation:UntagResource",
          "cloudformation:UpdateStackInstances", "cloudformation:UpdateStackSet",
        ],
        resources: stackSetResources + [
          "arn:\(partition):cloudformation:*:*:stackset-target/*",
          "arn:\(partition):cloudformation:*::type/resource/*",
        ]
      ),
      // CloudFormation fetches a template with its caller's rights.
      .init(
        sid: "ReadTemplates",
        actions: ["s3:GetObject", "s3:GetObjectVersion"],
        resources: artifacts.objects
      ),
    ]
  }
}
