import FoundationEssentials

/// One queue with its messages.
struct QueueRecord: Sendable {
  struct Message: Hashable, Sendable {
    let id: String
    let body: String
    let sentAt: Date
    /// Hidden from others until then, after it was received.
    var hiddenUntil: Date?
    var receiptHandle: String?
    var receiveCount = 0
  }

  let name: String
  let account: String
  let region: String
  let createdAt: Date
  /// As GetQueueAttributes gives them; those that are counted are not kept.
  var attributes: [String: String] = [:]
  var tags: [ResourceTag] = []
  /// Oldest first.
  var messages: [Message] = []

  var arn: String { "arn:\(Partition(region: region).name):sqs:\(region):\(account):\(name)" }

  var url: String { "https://sqs.\(region).\(Partition(region: region).urlSuffix)/\(account)/\(name)" }

  func isVisible(_ message: Message, at now: Date) -> Bool { message.hiddenUntil.map { $0 <= now } ?? true }
}

/// The queues of all accounts.
struct QueueState: Sendable {
  private(set) var queues: [QueueRecord] = []
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, label: "queues") }

  /// What a queue has until somebody says otherwise, and all that CreateQueue sets.
  static let defaults = [
    "VisibilityTimeout": "30", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
    "DelaySeconds": "0", "ReceiveMessageWaitTimeSeconds": "0", "SqsManagedSseEnabled": "true",
  ]

  /// By ARN, URL, or the URL's path, since clients of one endpoint may put their own host in front.
  func queue(_ reference: String) -> QueueRecord? {
    let path = reference.split(separator: "/").suffix(2).joined(separator: "/")
    return queues.first { $0.arn == reference || $0.url == reference || "\($0.account)/\($0.name)" == path }
  }

  func queues(account: String, region: String) -> [QueueRecord] {
    queues.filter { $0.account == account && $0.region == region }.sorted { $0.name < $1.name }
  }

  mutating func create(
    _ name: String,
    attributes: [String: String],
    tags: [ResourceTag] = [],
    account: String,
    region: String,
    at now: Date
  ) throws(ServiceFailure) -> QueueRecord {
    guard name.wholeMatch(of: /[A-Za-z0-9_\-]{1,80}|[A-Za-z0-9_\-]{1,75}\.fifo/) != nil else {
      throw ServiceFailure(
        code: "InvalidParameterValue",
        message: "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
      )
    }
    if let known = queues.first(where: { $0.name == name && $0.account == account && $0.region == region }) {
      guard attributes.allSatisfy({ known.attributes[$0.key] == $0.value }) else {
        throw ServiceFailure(
          code: "QueueNameExists",
          message: "A queue already exists with the same name and a different value for an attribute"
        )
      }
      return known
    }
    let queue = QueueRecord(
      name: name,
      account: account,
      region: region,
      createdAt: now,
      attributes: Self.defaults.merging(attributes) { $1 },
      tags: tags
    )
    queues.append(queue)
    return queue
  }

  mutating func change(_ arn: String, _ body: (inout QueueRecord) -> Void) {
    guard let index = queues.firstIndex(where: { $0.arn == arn }) else { return }
    body(&queues[index])
  }

  mutating func remove(_ arn: String) { queues.removeAll { $0.arn == arn } }

  /// Puts a message into the queue; a queue that is not there takes none.
  ///
  /// - Returns: The message's id.
  @discardableResult
  mutating func send(_ body: String, to arn: String, at now: Date) -> String? {
    guard queue(arn) != nil else { return nil }
    let id = generator.uuid()
    change(arn) { $0.messages.append(.init(id: id, body: body, sentAt: now)) }
    return id
  }

  /// Takes up to `count` messages that are visible, and hides them for a while.
  mutating func receive(_ count: Int, from arn: String, hiddenFor seconds: Int?, at now: Date) -> [QueueRecord.Message]
  {
    var taken: [QueueRecord.Message] = []
    var generator = generator
    change(arn) { queue in
      let timeout = seconds ?? Int(queue.attributes["VisibilityTimeout"] ?? "") ?? 30
      for index in queue.messages.indices where taken.count < count && queue.isVisible(queue.messages[index], at: now) {
        queue.messages[index].hiddenUntil = now.addingTimeInterval(Double(timeout))
        queue.messages[index].receiptHandle = "AQEB" + generator.slug(40)
        queue.messages[index].receiveCount += 1
        taken.append(queue.messages[index])
      }
    }
    self.generator = generator
    return taken
  }
}
