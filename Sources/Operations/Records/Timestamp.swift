import FoundationEssentials

/// Times as the output writes them: ISO 8601, UTC, whole seconds.
enum Timestamp {
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}

extension OutputValue {
  init(_ date: Date?) { self = date.map { .text(Timestamp.text($0)) } ?? .null }
}
