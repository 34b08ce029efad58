import FoundationEssentials

/// The few policies of AWS's own that roles around a backup use; others are not known here.
///
/// Source: AWS Managed Policy Reference Guide.
enum AWSManagedPolicies {
  private static let documents: [String: String] = [
    "AdministratorAccess": allow(["*"]),
    "AmazonSSMManagedInstanceCore": allow([
      "ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument",
      "ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations",
      "ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems",
      "ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus",
      "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel", "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage", "ec2messages:FailMessage", "ec2messages:GetEndpoint",
      "ec2messages:GetMessages", "ec2messages:SendReply",
    ]),
    "service-role/AWSLambdaBasicExecutionRole": allow([
      "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
    ]),
    "service-role/AWSLambdaVPCAccessExecutionRole": allow([
      "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
    ]),
  ]
  private static let since = Date(timeIntervalSince1970: 1_423_180_800)  // 2015-02-06, when most of them appeared

  static func policy(arn: String) -> ManagedPolicyRecord? {
    let name = String(ARN(arn).resource.dropFirst("policy/".count))
    guard let text = documents[name], let document = try? PolicyDocument(text, for: .identity) else { return nil }
    var generator = SeededGenerator(seed: 0, label: name)
    let words = name.split(separator: "/").map(String.init)
    return ManagedPolicyRecord(
      name: words.last ?? name,
      path: words.count > 1 ? "/\(words[0])/" : "/",
      arn: arn,
      uniqueID: generator.uniqueID("ANPA"),
      document: document,
      description: nil,
      at: since
    )
  }

  private static func allow(_ actions: [String]) -> String {
    let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(list)],"Resource":"*"}]}"#
  }
}
