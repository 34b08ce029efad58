import FoundationEssentials
import Synchronization

/// What an environment's code has printed and no invocation has taken yet.
final class FunctionLog: Sendable {
  private let clock: SandboxClock
  private let lines = Mutex<[LogStore.Event]>([])

  init(_ clock: SandboxClock) { self.clock = clock }

  func add(_ line: String) {
    let event = LogStore.Event(at: clock.now, message: line)
    lines.withLock { $0.append(event) }
  }

  func drain() -> [LogStore.Event] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

/// The lines that Lambda itself writes around what a function prints.
///
/// Source: Lambda Developer Guide, "Log formats".
struct PlatformLog {
  let invocation: Invocation

  func start(at time: Date) -> LogStore.Event {
    let version = invocation.version
    return event(
      at: time,
      "platform.start",
      text: "START RequestId: \(invocation.requestID) Version: \(version.number)"
    ) {
      $0.member("version", version.number)
    }
  }

  /// The line about a time-out, and the two at the end.
  func end(startedAt: Date, at time: Date, status: String) -> [LogStore.Event] {
    let milliseconds = max(time.timeIntervalSince(startedAt) * 1_000, 0.01)
    let hundredths = Int((milliseconds * 100).rounded())
    let rest = hundredths % 100
    let duration = "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    let billed = Int(milliseconds.rounded(.up))
    let memory = invocation.version.settings.memory
    let request = "RequestId: \(invocation.requestID)"
    var report =
      "REPORT \(request)\tDuration: \(duration) ms\tBilled Duration: \(billed) ms\tMemory Size: \(memory) MB\t"
      + "Max Memory Used: \(memory / 2) MB"
    if status != "success" { report += "\tStatus: \(status)" }
    let ending = isJSON ? [] : [LogStore.Event(at: time, message: "END \(request)")]
    return ending + [
      event(at: time, "platform.report", text: report) {
        $0.member("status", status)
        $0.member("metrics") {
          $0.member("durationMs", Double(hundredths) / 100)
          $0.member("billedDurationMs", billed)
          $0.member("memorySizeMB", memory)
          $0.member("maxMemoryUsedMB", memory / 2)
        }
      }
    ]
  }

  private var isJSON: Bool { invocation.version.settings.logFormat == "JSON" }

  private func event(
    at time: Date,
    _ type: String,
    text: String,
    _ body: (inout JSONWriter) -> Void
  ) -> LogStore.Event {
    guard isJSON else { return LogStore.Event(at: time, message: text) }
    let line = JSONWriter.document { json in
      json.member("time", time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      json.member("type", type)
      json.member("record") {
        $0.member("requestId", invocation.requestID)
        body(&$0)
      }
    }
    return LogStore.Event(at: time, message: String(decoding: line, as: UTF8.self))
  }
}
