import FoundationEssentials

/// The ARNs of what calls name.
struct ResourceFinder {
  let account: String
  let region: String
  let state: WorldState

  private var partition: String { Partition(region: region).name }

  private func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(account):\(resource)"
  }

  func bucket(_ name: String?, key: String?) -> [String] {
    guard let name else { return ["*"] }
    return ["arn:\(partition):s3:::\(name)" + (key.map { "/\($0)" } ?? "")]
  }

  /// Whoever invokes an alias must be allowed the alias.
  func function(_ name: String?, qualifier: String?, isInvoked: Bool) -> [String] {
    guard let name else { return ["*"] }
    do throws(ServiceFailure) {
      let reference = try FunctionReference(name, qualifier: qualifier, account: account, region: region)
      return isInvoked ? [reference.qualifiedARN] : [reference.arn, reference.qualifiedARN]
    } catch {
      return [name]
    }
  }

  func secret(_ operation: String, _ input: JSONInput) -> [String] {
    guard let id = input.string("SecretId") ?? input.string("Name") else { return ["*"] }
    let known = state.secrets.first { secret in
      secret.region == region && (secret.arn == id || secret.account == account && secret.name == id)
    }
    if let known { return [known.arn] }
    // The six characters at the end of one that is not there yet.
    return [id.hasPrefix("arn:") ? id : arn("secretsmanager", "secret:\(id)-??????")]
  }

  func logGroup(_ input: JSONInput) -> [String] {
    let identifier = input.string("logGroupIdentifier")
    let name = input.string("logGroupName") ?? identifier.map { String($0.split(separator: ":").last ?? "") } ?? "*"
    let group = arn("logs", "log-group:\(name)")
    return [group, "\(group):*", "\(group):log-stream:\(input.string("logStreamName") ?? "*")"]
  }

  func queue(_ input: JSONInput) -> [String] {
    guard let url = input.string("QueueUrl") else { return [arn("sqs", input.string("QueueName") ?? "*")] }
    return [state.queues.queue(url)?.arn ?? arn("sqs", url.split(separator: "/").last.map(String.init) ?? "*")]
  }

  func parameter(_ input: JSONInput) -> [String] {
    let name = input.string("Name") ?? input.strings("Names")?.first ?? "*"
    guard !name.hasPrefix("arn:") else { return [name] }
    let known = state.parameters.parameter(name, account: account, region: region)?.arn
    return [known ?? arn("ssm", "parameter/\(name.drop { $0 == "/" })")]
  }

  func identity(_ input: QueryInput) -> [String] {
    if let role = input.string("RoleName") {
      let made = "arn:\(partition):iam::\(account):role\(input.string("Path") ?? "/")\(role)"
      return [state.iam.role(role, account: account)?.arn ?? made]
    }
    if let profile = input.string("InstanceProfileName") {
      let known = state.iam.profile(profile, account: account)?.arn
      return [known ?? "arn:\(partition):iam::\(account):instance-profile/\(profile)"]
    }
    return [input.string("PolicyArn") ?? input.string("PolicySourceArn") ?? "*"]
  }

  /// Stack sets of others' organizations are the management account's.
  func stack(_ input: QueryInput) -> [String] {
    if let set = input.string("StackSetName") {
      let name = set.split(separator: ":").first.map(String.init) ?? set
      return ["arn:\(partition):cloudformation:\(region):\(account):stackset/\(name):*"]
    }
    guard let name = input.string("StackName") else { return ["*"] }
    if name.hasPrefix("arn:") { return [name] }
    let known = state.stacks.find(name, account: account, region: region)?.id
    return [known ?? arn("cloudformation", "stack/\(name)/*")]
  }
}
