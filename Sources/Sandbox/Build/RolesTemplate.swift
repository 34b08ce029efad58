/// The template of the simulated Roles stack set: the shape that readers depend on, not a deployable release.
enum RolesTemplate {
  static func body(purposes: [String]) -> String {
    head + purposes.map(role).joined()
  }

  private static let head = """
    AWSTemplateFormatVersion: "2010-09-09"
    Description: Backup roles of one account, registered with the Veeam Backup for AWS appliance.
    Parameters:
      ApplianceRoleArn:
        Type: String
      ConfiguratorArn:
        Type: String
      ExternalIdArn:
        Type: String
    Resources:

    """

  private static func role(_ purpose: String) -> String {
    let name = purpose.prefix(1).uppercased() + purpose.dropFirst()
    return """
        \(name)ExternalId:
          Type: Custom::RandomExtIdGenerator
          Properties:
            ServiceToken: !Ref ExternalIdArn
            Length: 24
        Veeam\(name)Role:
          Type: AWS::IAM::Role
          Properties:
            Path: /rolecall/
            AssumeRolePolicyDocument:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal:
                    AWS: !Ref ApplianceRoleArn
                  Action: sts:AssumeRole
                  Condition:
                    StringEquals:
                      sts:ExternalId: !GetAtt \(name)ExternalId.Value
        VeeamAwsConfigurator\(name)Role:
          Type: Custom::VeeamAwsConfigurator
          Properties:
            ServiceToken: !Ref ConfiguratorArn
            MemberAccountId: !Ref AWS::AccountId
            RoleName: !Ref Veeam\(name)Role
            RoleExtId: !GetAtt \(name)ExternalId.Value
            Purpose: \(purpose)

      """
  }
}
