import Transport

/// Leaves answers where CloudFormation waits for them.
struct AnswerSender: Sendable {
  /// What became of an answer.
  enum Delivery: Hashable, Sendable {
    case delivered
    /// The address does not take it, and never will.
    case refused(status: Int)
    /// Nobody could be reached in time.
    case lost(sentence: String)
  }

  /// The bucket's faults, as told to whoever reads the log.
  private struct Fault: Explained {
    let status: Int

    var sentence: String { "the bucket answered \(status)" }
  }

  private static let attemptLimit: Duration = .seconds(5)
  private static let policy = Retry(attempts: 40, cap: .seconds(5))

  private let sender: HTTPSender
  private let timepiece: Timepiece

  init(_ context: FunctionContext) {
    sender = context.sender
    timepiece = context.environment.timepiece
  }

  /// Sends `body` until it has arrived, is refused, or `limit` has passed.
  func send(_ body: [UInt8], to address: ResponseAddress, within limit: Duration) async -> Delivery {
    let request = address.request(body)
    // Each answer has retries of its own: one that is lost hangs a stack for an hour.
    let retrier = Retrier(timepiece: timepiece)
    do {
      return try await retrier.run(Self.policy, within: limit) { _, left in
        do throws(TransportError) {
          let response = try await sender.send(request, timeout: min(left, Self.attemptLimit))
          switch response.status {
          case 200..<300: return .done(.delivered)
          case 500...: return .failed(Fault(status: response.status), .transient)
          default: return .done(.refused(status: response.status))
          }
        } catch {
          if case .redirected(let status, _) = error { return .done(.refused(status: status)) }
          guard error.isTransient else { throw error }
          return .failed(error, .transient)
        }
      }
    } catch {
      return .lost(sentence: sentence(of: error))
    }
  }
}
