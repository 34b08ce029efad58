import FoundationEssentials

/// What the secrets extension of one environment remembers.
///
/// Source: Secrets Manager User Guide, "Use AWS Secrets Manager secrets in AWS Lambda functions", environment variables.
struct SecretsCache {
  struct Key: Hashable, Sendable {
    let secret: String
    let stage: String?
    let version: String?
  }

  private struct Entry {
    let body: [UInt8]
    let at: Date
  }

  private let timeToLive: TimeInterval
  private let capacity: Int
  private var entries: [Key: Entry] = [:]
  /// Requests still to be refused before it says that it is ready.
  var coldRequests: Int

  init(variables: [String: String], coldRequests: Int) {
    func number(_ name: String, _ standard: Int, _ range: ClosedRange<Int>) -> Int {
      guard let value = variables[name].flatMap({ Int($0) }), range.contains(value) else { return standard }
      return value
    }
    let isEnabled = variables["PARAMETERS_SECRETS_EXTENSION_CACHE_ENABLED"]?.lowercased() != "false"
    timeToLive = isEnabled ? TimeInterval(number("SECRETS_MANAGER_TTL", 300, 0...300)) : 0
    capacity = number("PARAMETERS_SECRETS_EXTENSION_CACHE_SIZE", 1_000, 0...1_000)
    self.coldRequests = coldRequests
  }

  /// What is remembered and not too old; nothing refreshes it before.
  func body(_ key: Key, at now: Date) -> [UInt8]? {
    guard let entry = entries[key], now.timeIntervalSince(entry.at) < timeToLive else { return nil }
    return entry.body
  }

  mutating func keep(_ body: [UInt8], for key: Key, at now: Date) {
    guard timeToLive > 0, entries[key] != nil || entries.count < capacity else { return }
    entries[key] = Entry(body: body, at: now)
  }
}
