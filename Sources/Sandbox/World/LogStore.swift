import FoundationEssentials

/// The log groups of all accounts.
struct LogStore: Sendable {
  struct Event: Hashable, Sendable {
    let at: Date
    let message: String
  }

  struct Stream: Sendable {
    let name: String
    let createdAt: Date
    /// In the order they were written.
    fileprivate(set) var events: [Event] = []
  }

  struct Group: Sendable {
    let name: String
    let account: String
    let region: String
    let createdAt: Date
    /// Nil keeps events for ever.
    var retentionInDays: Int?
    var kmsKeyARN: String?
    var tags: [ResourceTag] = []
    /// In the order they were made.
    fileprivate(set) var streams: [Stream] = []
    fileprivate var streamIndices: [String: Int] = [:]

    init(name: String, account: String, region: String, createdAt: Date) {
      self.name = name
      self.account = account
      self.region = region
      self.createdAt = createdAt
    }

    var arn: String {
      "arn:\(Partition(region: region).name):logs:\(region):\(account):log-group:\(name)"
    }

    func stream(_ name: String) -> Stream? { streamIndices[name].map { streams[$0] } }

    fileprivate mutating func write(_ new: [Event], to stream: String, at now: Date) {
      let index =
        streamIndices[stream]
        ?? {
          streams.append(Stream(name: stream, createdAt: now))
          streamIndices[stream] = streams.count - 1
          return streams.count - 1
        }()
      streams[index].events += new
    }
  }

  private struct Key: Hashable {
    let account: String
    let region: String
    let name: String
  }

  private var groups: [Key: Group] = [:]

  /// The groups of one account and region, by name.
  func groups(account: String, region: String) -> [Group] {
    groups.values.filter { $0.account == account && $0.region == region }.sorted { $0.name < $1.name }
  }

  func group(_ name: String, account: String, region: String) -> Group? {
    groups[Key(account: account, region: region, name: name)]
  }

  /// Adds a group, or puts it where the one of its name was.
  mutating func put(_ group: Group) {
    groups[Key(account: group.account, region: group.region, name: group.name)] = group
  }

  @discardableResult
  mutating func remove(_ name: String, account: String, region: String) -> Group? {
    groups.removeValue(forKey: Key(account: account, region: region, name: name))
  }

  /// Writes into a stream of a group; both are made when they are missing, as a function's role lets Lambda do.
  mutating func write(
    _ events: [Event],
    to stream: String,
    of name: String,
    account: String,
    region: String,
    at now: Date
  ) {
    let key = Key(account: account, region: region, name: name)
    groups[key, default: Group(name: name, account: account, region: region, createdAt: now)]
      .write(events, to: stream, at: now)
  }
}
