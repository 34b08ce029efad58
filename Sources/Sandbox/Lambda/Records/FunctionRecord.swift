import FoundationEssentials

/// One Lambda function with its versions and aliases, and what holds for each of them.
struct FunctionRecord: Sendable {
  struct Alias: Hashable, Sendable {
    let name: String
    var version: String
    var description: String
    var revisionID: String
  }

  /// What becomes of events that fail.
  struct EventSettings: Hashable, Sendable {
    var maximumAge = 21_600
    var maximumRetries = 2
    var onFailure: String?
    var onSuccess: String?
    var changedAt: Date
  }

  let name: String
  let account: String
  let region: String
  var latest: FunctionVersion
  /// Oldest first.
  private(set) var versions: [FunctionVersion] = []
  var aliases: [Alias] = []
  var reservedConcurrency: Int?
  /// By alias or version; the empty name is the function itself.
  var policies: [String: FunctionPolicy] = [:]
  /// By alias or version.
  var eventSettings: [String: EventSettings] = [:]
  var tags: [String: String] = [:]
  private var lastVersion = 0
  /// `$LATEST` as it was when the newest version was made of it.
  private var source: FunctionVersion?

  init(name: String, account: String, region: String, latest: FunctionVersion) {
    self.name = name
    self.account = account
    self.region = region
    self.latest = latest
  }

  var arn: String { latest.functionARN }

  /// The version that `qualifier`, a version or an alias, stands for; nil stands for `$LATEST`.
  func version(_ qualifier: String?) -> FunctionVersion? {
    guard let qualifier, qualifier != FunctionVersion.latest else { return latest }
    let number = alias(qualifier)?.version ?? qualifier
    return number == FunctionVersion.latest ? latest : versions.first { $0.number == number }
  }

  func alias(_ name: String) -> Alias? { aliases.first { $0.name == name } }

  /// Freezes `$LATEST` under the next number; the newest version itself when nothing has changed since.
  ///
  /// Source: Lambda API Reference, PublishVersion.
  mutating func publish(description: String?, revisionID: String, at now: Date) -> (FunctionVersion, isNew: Bool) {
    if let newest = versions.last, let source, source.code == latest.code, source.settings == latest.settings {
      return (newest, false)
    }
    lastVersion += 1
    var version = latest
    version.number = "\(lastVersion)"
    version.revisionID = revisionID
    version.lastModified = now
    version.usedAt = now
    if let description { version.settings.description = description }
    versions.append(version)
    source = latest
    return (version, true)
  }

  mutating func removeVersion(_ number: String) { versions.removeAll { $0.number == number } }

  /// Notes a call, which keeps a version from going Inactive, or wakes it.
  mutating func use(_ version: FunctionVersion, at now: Date, activeAt: Date? = nil) {
    func note(_ one: inout FunctionVersion) {
      one.usedAt = now
      if let activeAt { one.activeAt = activeAt }
    }
    if version.number == FunctionVersion.latest { return note(&latest) }
    guard let index = versions.firstIndex(where: { $0.number == version.number }) else { return }
    note(&versions[index])
  }

  /// What becomes of events sent to `qualifier`.
  func settings(forEventsTo qualifier: String?) -> EventSettings {
    eventSettings[qualifier ?? FunctionVersion.latest] ?? EventSettings(changedAt: latest.lastModified)
  }
}
