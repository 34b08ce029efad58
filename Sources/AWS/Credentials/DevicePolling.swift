import FoundationEssentials
import Transport

/// When to ask next whether a person has let the device in, and when to stop: RFC 8628, section 3.5, as a value.
struct DevicePolling: Hashable, Sendable {
  /// What the service says to a poll that brings no token.
  enum Answer: Hashable, Sendable {
    case pending
    case slowDown
    /// No answer came; the next poll may do better.
    case unreachable
    case expired
    case denied
    case refused(reason: String)
  }

  enum Step: Hashable, Sendable {
    case wait(Duration)
    case fail(reason: String)
  }

  private static let slowDown: Duration = .seconds(5)

  private(set) var interval: Duration
  /// When the code ends.
  let deadline: Date

  /// Begins with the service's interval, in seconds; without one it is five.
  init(interval: Int?, deadline: Date) {
    self.interval = .seconds(max(interval ?? 5, 1))
    self.deadline = deadline
  }

  /// What to do after an answer that came at `now`.
  mutating func take(_ answer: Answer, at now: Date) -> Step {
    switch answer {
    case .denied: return .fail(reason: "the sign-in was refused in the browser")
    case .expired: return .fail(reason: "the code ended before it was used")
    case .refused(let reason): return .fail(reason: reason)
    case .slowDown, .unreachable: interval += Self.slowDown
    case .pending: break
    }
    let next = now.addingTimeInterval(Double(interval.components.seconds))
    return next < deadline ? .wait(interval) : .fail(reason: "the code ended before it was used")
  }
}

extension DevicePolling.Answer {
  /// Reads a refusal of CreateToken.
  init(_ failure: IdentityFailure) {
    switch failure {
    case .refused(_, "AuthorizationPendingException"?, _): self = .pending
    case .refused(_, "SlowDownException"?, _): self = .slowDown
    case .refused(_, "ExpiredTokenException"?, _): self = .expired
    case .refused(_, "AccessDeniedException"?, _): self = .denied
    case .unreachable(.cancelled): self = .refused(reason: "cancelled")
    case _ where failure.isTransient: self = .unreachable
    case .refused, .unreachable, .unusable: self = .refused(reason: failure.reason)
    }
  }
}
