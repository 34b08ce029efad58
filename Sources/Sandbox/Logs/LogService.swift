import FoundationEssentials

/// Amazon CloudWatch Logs over one world at one moment: reads.
struct LogService {
  static let operations: Set<String> = [
    "DescribeLogGroups", "DescribeLogStreams", "FilterLogEvents", "GetLogEvents",
  ]

  /// An event with where it is from.
  private struct Found {
    let stream: String
    let number: Int
    let event: LogStore.Event
  }

  let input: JSONInput
  let caller: Identity
  let region: String

  func answer(_ operation: String, _ state: WorldState) throws(ServiceFailure) -> [UInt8] {
    switch operation {
    case "DescribeLogGroups": return try groups(state.logs)
    case "DescribeLogStreams": return try streams(state.logs)
    case "FilterLogEvents": return try filteredEvents(state.logs)
    case "GetLogEvents": return try events(state.logs)
    default: throw .unknownOperation(.json, operation)
    }
  }

  // MARK: Groups and streams

  private func groups(_ logs: LogStore) throws(ServiceFailure) -> [UInt8] {
    let prefix = input.string("logGroupNamePrefix") ?? ""
    let pattern = input.string("logGroupNamePattern") ?? ""
    let found = logs.groups(account: caller.account, region: region).filter {
      $0.name.hasPrefix(prefix) && (pattern.isEmpty || $0.name.lowercased().contains(pattern.lowercased()))
    }
    let page = try page(of: found.count, size: 50, list: "groups \(prefix)\(pattern)")
    return JSONWriter.document { json in
      json.member("logGroups", found[page.range]) { json, group in json.object { Self.write(group, to: &$0) } }
      json.member("nextToken", page.next)
    }
  }

  private func streams(_ logs: LogStore) throws(ServiceFailure) -> [UInt8] {
    let group = try group(logs)
    let prefix = input.string("logStreamNamePrefix") ?? ""
    var found = group.streams.filter { $0.name.hasPrefix(prefix) }
    if input.string("orderBy") == "LastEventTime" {
      found.sort { ($0.events.last?.at ?? $0.createdAt) < ($1.events.last?.at ?? $1.createdAt) }
    } else {
      found.sort { $0.name < $1.name }
    }
    if input.boolean("descending") == true { found.reverse() }
    let page = try page(of: found.count, size: 50, list: "streams \(group.name)")
    return JSONWriter.document { json in
      json.member("logStreams", found[page.range]) { json, stream in
        json.object {
          $0.member("logStreamName", stream.name)
          $0.member("creationTime", Self.milliseconds(stream.createdAt))
          if let first = stream.events.first { $0.member("firstEventTimestamp", Self.milliseconds(first.at)) }
          if let last = stream.events.last { $0.member("lastEventTimestamp", Self.milliseconds(last.at)) }
          $0.member("arn", "\(group.arn):log-stream:\(stream.name)")
          $0.member("storedBytes", 0)
        }
      }
      json.member("nextToken", page.next)
    }
  }

  private static func write(_ group: LogStore.Group, to json: inout JSONWriter) {
    json.member("logGroupName", group.name)
    json.member("creationTime", milliseconds(group.createdAt))
    if let days = group.retentionInDays { json.member("retentionInDays", days) }
    json.member("metricFilterCount", 0)
    json.member("arn", group.arn + ":*")
    json.member("logGroupArn", group.arn)
    json.member("logGroupClass", "STANDARD")
    let size = group.streams.flatMap(\.events).reduce(0) { $0 + $1.message.utf8.count }
    json.member("storedBytes", size)
    json.member("kmsKeyId", group.kmsKeyARN)
  }

  // MARK: Events

  private func filteredEvents(_ logs: LogStore) throws(ServiceFailure) -> [UInt8] {
    let group = try group(logs)
    let names = input.strings("logStreamNames")
    let prefix = input.string("logStreamNamePrefix") ?? ""
    let pattern = try LogPattern(input.string("filterPattern") ?? "")
    let streams = group.streams.filter { (names?.contains($0.name) ?? true) && $0.name.hasPrefix(prefix) }
    let found = streams.flatMap { range(of: $0) }.filter { pattern.matches($0.event.message) }
      .sorted { ($0.event.at, $0.stream, $0.number) < ($1.event.at, $1.stream, $1.number) }
    let page = try page(of: found.count, size: 10_000, list: "events \(group.name)")
    return JSONWriter.document { json in
      json.member("events", found[page.range]) { json, found in
        json.object {
          $0.member("logStreamName", found.stream)
          $0.member("timestamp", Self.milliseconds(found.event.at))
          $0.member("message", found.event.message)
          $0.member("ingestionTime", Self.milliseconds(found.event.at))
          $0.member("eventId", "\(Self.milliseconds(found.event.at))\(found.number)")
        }
      }
      json.member("searchedLogStreams", []) { (_: inout JSONWriter, _: String) in }
      json.member("nextToken", page.next)
    }
  }

  /// Pages both ways; at either end the token stays the same.
  private func events(_ logs: LogStore) throws(ServiceFailure) -> [UInt8] {
    let group = try group(logs)
    let name = input.string("logStreamName") ?? ""
    guard let stream = group.stream(name) else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified log stream does not exist.")
    }
    let found = range(of: stream)
    let limit = input.integer("limit") ?? 10_000
    let token = input.string("nextToken")
    var start = input.boolean("startFromHead") == true ? 0 : max(found.count - limit, 0)
    if let token {
      guard let offset = Int(token.dropFirst(2)), token.hasPrefix("f/") || token.hasPrefix("b/") else {
        throw Self.invalid("The specified nextToken is invalid.")
      }
      start = token.hasPrefix("f/") ? min(offset, found.count) : max(offset - limit, 0)
    }
    let end = min(start + limit, found.count)
    return JSONWriter.document { json in
      json.member("events", found[start..<end]) { json, found in
        json.object {
          $0.member("timestamp", Self.milliseconds(found.event.at))
          $0.member("message", found.event.message)
          $0.member("ingestionTime", Self.milliseconds(found.event.at))
        }
      }
      json.member("nextForwardToken", "f/\(end)")
      json.member("nextBackwardToken", "b/\(start)")
    }
  }

  /// The events between the times that the call names.
  private func range(of stream: LogStore.Stream) -> [Found] {
    let (start, end) = (input.integer("startTime") ?? 0, input.integer("endTime") ?? .max)
    return stream.events.enumerated().filter { (start..<end).contains(Self.milliseconds($1.at)) }
      .map { Found(stream: stream.name, number: $0, event: $1) }
  }

  // MARK: Arguments

  private func group(_ logs: LogStore) throws(ServiceFailure) -> LogStore.Group {
    let identifier = input.string("logGroupIdentifier").map { $0.hasPrefix("arn:") ? ARN($0).resource : $0 }
    let name = input.string("logGroupName") ?? identifier.map { $0.replacing("log-group:", with: "") } ?? ""
    guard !name.isEmpty else { throw Self.invalid("Either logGroupName or logGroupIdentifier must be specified.") }
    guard let group = logs.group(name, account: caller.account, region: region) else {
      throw ServiceFailure(code: "ResourceNotFoundException", message: "The specified log group does not exist.")
    }
    return group
  }

  private func page(of count: Int, size: Int, list: String) throws(ServiceFailure) -> Page {
    let limit = input.integer("limit") ?? size
    guard (1...size).contains(limit) else {
      throw Self.invalid("1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint")
    }
    guard let page = Page(count: count, size: limit, token: input.string("nextToken"), list: list) else {
      throw Self.invalid("The specified nextToken is invalid.")
    }
    return page
  }

  private static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1_000).rounded()) }

  private static func invalid(_ message: String) -> ServiceFailure {
    ServiceFailure(code: "InvalidParameterException", message: message)
  }
}
