/// One topic of SNS.
struct TopicRecord: Hashable, Sendable {
  let name: String
  let arn: String
  var displayName: String?
  var kmsKeyID: String?
  var tags: [ResourceTag] = []
}

/// The topics of all accounts, by ARN.
struct TopicState: Sendable {
  var topics: [String: TopicRecord] = [:]
}
