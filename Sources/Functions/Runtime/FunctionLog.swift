import FoundationEssentials
import Transport

/// The log of one invocation: one JSON object a line.
///
/// What stands in a line is a closed list. There is no place for an event, an address, an external id, a token, a physical
/// id or a secret's version, so that none can end up there.
package struct FunctionLog: Sendable {
  /// What was being done: a fixed word, so that lines can be counted.
  package struct Step: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
  }

  /// How a step ended.
  package enum Outcome: String, Sendable {
    case done
    /// Not carried out, because of who asked or what was asked; an alarm may count these.
    case refused
    case failed
    /// Will be tried again.
    case retried

    fileprivate var level: String {
      switch self {
      case .done: "INFO"
      case .refused, .retried: "WARN"
      case .failed: "ERROR"
      }
    }
  }

  /// Longer messages are cut: a caller may have put anything into what they quote.
  private static let messageLimit = 1_000

  private let environment: FunctionEnvironment
  private let requestID: String?
  private let trace: String?
  private var account: String?
  private var purpose: String?

  init(_ environment: FunctionEnvironment, requestID: String? = nil, trace: String? = nil) {
    self.environment = environment
    self.requestID = requestID
    self.trace = trace
  }

  /// The same log, its lines naming the account and the purpose that a request is about.
  package func about(account: String? = nil, purpose: String? = nil) -> FunctionLog {
    var log = self
    log.account = account ?? self.account
    log.purpose = purpose ?? self.purpose
    return log
  }

  /// Writes one line.
  package func write(_ step: Step, _ outcome: Outcome, _ message: String? = nil, took duration: Duration? = nil) {
    let line = Line(
      account: account,
      durationMs: duration.map { Int($0 / .milliseconds(1)) },
      function: environment.variables["_HANDLER"],
      level: outcome.level,
      message: message.map { String($0.prefix(Self.messageLimit)) },
      outcome: outcome.rawValue,
      purpose: purpose,
      requestId: requestID,
      step: step.rawValue,
      time: environment.now().formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true)) + "Z",
      trace: trace
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and numbers always encode.
    guard let json = try? encoder.encode(line) else { return }
    environment.log(String(decoding: json, as: UTF8.self))
  }

  /// Does `body` and writes how it ended and how long it took; an error is told by its sentence, and goes on.
  package func timing<Value>(_ step: Step, _ body: () async throws -> Value) async throws -> Value {
    let start = environment.timepiece.now()
    do {
      let value = try await body()
      write(step, .done, took: environment.timepiece.now() - start)
      return value
    } catch {
      write(step, .failed, sentence(of: error), took: environment.timepiece.now() - start)
      throw error
    }
  }

  private struct Line: Encodable {
    let account: String?
    let durationMs: Int?
    let function: String?
    let level: String
    let message: String?
    let outcome: String
    let purpose: String?
    let requestId: String?
    let step: String
    let time: String
    let trace: String?
  }
}

extension FunctionLog.Step {
  /// Starting and ending of the environment.
  static let environment = Self(rawValue: "environment")
  /// Looking at who asks for what.
  package static let admission = Self(rawValue: "admission")
  /// The whole of a request.
  static let request = Self(rawValue: "request")
  /// Sending the answer to CloudFormation, or to Lambda.
  static let answer = Self(rawValue: "answer")
  /// Taking back what a request did, because its answer was not wanted.
  static let undo = Self(rawValue: "undo")
  package static let secret = Self(rawValue: "secret")
}
