import AWS
import Fleet

/// What an access policy is to reach: a context's own things where it names them, else what set-up makes by default.
package struct AccessScope: Hashable, Sendable {
  /// The word of the partition in ARNs.
  package var partition: String
  /// Nil: any account, which the policy's own account narrows anyway.
  package var backupAccount: String?
  package var stackSets: [String]
  package var lambdasStack: String
  package var bucket: String
  /// Secrets with the administrator's credential, as names or ARNs; empty: those of the Lambdas stack.
  package var credentialSecrets: [String]
  /// The secret of a portal operator, enough to look.
  package var readerSecret: String?
  /// Whether the appliance is reached through the configurator function.
  package var isViaFunction: Bool

  package init(partition: String = "aws") {
    self.partition = partition
    stackSets = []
    lambdasStack = "rolecall-lambdas"
    bucket = "rolecall-*"
    credentialSecrets = []
    isViaFunction = false
  }

  package init(_ context: Context) {
    let region = context.backup?.region ?? context.organization.region
    self.init(partition: region.flatMap { Partition.containing(region: $0.rawValue) }?.name ?? "aws")
    stackSets = context.stackSets.map(\.rawValue)
    lambdasStack = context.backup?.lambdasStack ?? lambdasStack
    bucket = context.artifacts?.bucket ?? bucket
    backupAccount = context.artifacts?.owner?.rawValue
    credentialSecrets = [context.backup?.secret, context.appliance?.writeSecret].compactMap { $0 }
    readerSecret = context.appliance?.readSecret
    isViaFunction = context.appliance?.via == .function
  }
}

extension AccessScope {
  /// ARNs in the backup account, in any region.
  func backup(_ service: String, _ resources: String...) -> [String] {
    resources.map { "arn:\(partition):\(service):*:\(backupAccount ?? "*"):\($0)" }
  }

  /// ARNs of roles there, which know no region.
  func roles(_ names: String...) -> [String] {
    names.map { "arn:\(partition):iam::\(backupAccount ?? "*"):role/\($0)" }
  }

  var functions: [String] {
    backup("lambda", "function:*rolecall-*", "function:\(lambdasStack)-*")
  }

  var stack: [String] { backup("cloudformation", "stack/\(lambdasStack)/*") }

  var logGroups: [String] { backup("logs", "log-group:/aws/lambda/*rolecall-*") }

  /// The bucket, then its objects.
  var artifacts: (bucket: [String], objects: [String]) {
    (["arn:\(partition):s3:::\(bucket)"], ["arn:\(partition):s3:::\(bucket)/*"])
  }

  /// The secrets that the Lambdas stack makes, or took over.
  var stackSecrets: [String] {
    backup("secretsmanager", "secret:rolecall/*", "secret:veeam-backup-aws-credentials-*")
      + credentialSecrets.map(secret)
  }

  /// The ARN of a secret that is told by name or ARN; Secrets Manager ends each name with six characters of its own.
  func secret(_ id: String) -> String {
    id.hasPrefix("arn:") ? id : backup("secretsmanager", "secret:\(id)-??????")[0]
  }

  var extensionParameters: [String] {
    ["arn:\(partition):ssm:*::parameter/aws/service/aws-parameters-and-secrets-lambda-extension/*"]
  }
}
