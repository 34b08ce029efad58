import Foundation

/// The operations that the clients of AWS call, read from their sources, as IAM actions.
enum ClientOperations {
  /// Calls that no policy of ours has to allow.
  ///
  /// Who one is needs no permission; which role is assumed is the configuration's own matter.
  static let withoutPolicy = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:GetCallerIdentity"]

  /// The word of IAM for each client's service, by the name of its file.
  private static let services = [
    "AccountRegions": "account", "CloudFormation": "cloudformation", "CloudWatch": "cloudwatch",
    "CloudWatchLogs": "logs", "EC2": "ec2", "IAM": "iam", "Lambda": "lambda", "Organizations": "organizations",
    "S3": "s3", "SQS": "sqs", "SSM": "ssm", "STS": "sts", "SecretsManager": "secretsmanager",
    "ServiceQuotas": "servicequotas",
  ]

  /// Where IAM's word for an operation is another one.
  private static let renamed = [
    "lambda:Invoke": "lambda:InvokeFunction", "s3:HeadBucket": "s3:ListBucket", "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets", "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
  ]

  /// An operation stands in its client as a quoted word of one of these verbs and a noun.
  private static let verbs =
    "Assume|Create|Delete|Describe|Execute|Filter|Get|Head|List|Put|Restore|Rotate|Set|Simulate|Stop|"
    + "Update|Validate"

  static func all() throws -> Set<String> {
    let sources = URL(filePath: #filePath).appending(path: "../../../../Sources").standardizedFileURL
    let word = try Regex<(Substring, Substring)>("\"((?:\(verbs))[A-Z][A-Za-z]+|Invoke)\"")
    var actions: Set<String> = []
    for target in ["AWS", "AWSQuery"] {
      let folder = sources.appending(path: target)
      for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
        guard let service = services[String(file.prefix { $0 != "." && $0 != "+" })] else { continue }
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for match in text.matches(of: word) where !notOperations.contains(String(match.1)) {
          let action = "\(service):\(match.1)"
          actions.insert(renamed[action] ?? action)
        }
      }
    }
    return actions
  }

  /// Elements that look like operations.
  private static let notOperations: Set<String> = ["CreateBucketConfiguration"]
}
