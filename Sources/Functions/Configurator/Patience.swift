import FoundationEssentials
import Transport

/// Waits between attempts, as long as the invocation's deadline allows.
struct Patience: Sendable {
  /// What signing out and answering need at the end.
  private static let reserve: TimeInterval = 20

  private let environment: FunctionEnvironment
  /// Nil: no waiting at all.
  private let end: Date?

  /// Waits until 20 seconds before `deadline`.
  init(_ environment: FunctionEnvironment, until deadline: Date) {
    self.environment = environment
    end = deadline - Self.reserve
  }

  private init(_ environment: FunctionEnvironment) {
    self.environment = environment
    end = nil
  }

  /// None: somebody waits for the answer.
  static func none(_ environment: FunctionEnvironment) -> Patience { Patience(environment) }

  /// Waits for half of `delay` to all of it, so that those who began together do not come back together.
  ///
  /// - Returns: False, without waiting, where that would last too long.
  func wait(_ delay: Duration) async throws -> Bool {
    let delay = delay * Double.random(in: 0.5...1)
    let seconds = Double(delay.components.seconds) + Double(delay.components.attoseconds) / 1e18
    guard let end, environment.now() + seconds < end else { return false }
    try await environment.timepiece.sleep(delay)
    return true
  }
}
