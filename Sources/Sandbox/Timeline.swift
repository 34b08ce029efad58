import FoundationEssentials
import Synchronization

/// Virtual time: it jumps to whoever wants to wake next as soon as nobody has a turn, until it joins the system's.
final class Timeline: Sendable {
  private struct Sleeper {
    let wakes: Date
    let number: Int
    let hasTurn: Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Date
    var turns = 0
    /// Grows with every change, so that a jump decided on earlier is not made when somebody took a turn since.
    var changes = 0
    var nextNumber = 0
    var sleepers: [Int: Sleeper] = [:]
    var cancelled: Set<Int> = []
    /// Once joined: how far it is ahead of the system's clock.
    var lead: TimeInterval?

    /// What `now` is.
    var moment: Date { lead.map { Date().addingTimeInterval($0) } ?? now }
  }

  /// How often others may go on before a jump: work that ends hands its result to another that has yet to take its turn.
  private static let patience = 32

  private let state: Mutex<State>

  init(_ start: Date) { state = Mutex(State(now: start)) }

  var now: Date { state.withLock { $0.moment } }

  /// Goes on with the system's clock from here; whoever should have woken before then wakes at once.
  func join() {
    let sleepers = state.withLock { state -> [Sleeper] in
      guard state.lead == nil else { return [] }
      state.lead = max(state.now.timeIntervalSince(Date()), 0)
      return state.sleepers.values.sorted { ($0.wakes, $0.number) < ($1.wakes, $1.number) }
    }
    for sleeper in sleepers { wakeLater(sleeper) }
  }

  /// Goes on to `moment`, unless that is over or the system's time holds already; whoever would have woken wakes later.
  func skip(to moment: Date) {
    state.withLock { state in
      guard state.lead == nil else { return }
      state.now = max(state.now, moment)
      state.changes += 1
    }
  }

  func begin() {
    state.withLock {
      $0.turns += 1
      $0.changes += 1
    }
  }

  func end() {
    let isIdle = state.withLock { state in
      state.turns -= 1
      state.changes += 1
      return state.turns == 0
    }
    if isIdle { considerJump() }
  }

  func sleep(for duration: Duration, hasTurn: Bool) async throws {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        fall(asleep: number, for: duration, hasTurn: hasTurn, continuation)
      }
    } onCancel: {
      wakeCancelled(number)
    }
  }

  private func fall(
    asleep number: Int,
    for duration: Duration,
    hasTurn: Bool,
    _ continuation: CheckedContinuation<Void, any Error>
  ) {
    enum Rest {
      case cancelled
      case virtual(isIdle: Bool)
      case real(Sleeper)
    }
    let rest = state.withLock { state -> Rest in
      if state.cancelled.remove(number) != nil { return .cancelled }
      let wakes = state.moment.addingTimeInterval(max(duration / .seconds(1), 0))
      let sleeper = Sleeper(wakes: wakes, number: number, hasTurn: hasTurn, continuation: continuation)
      state.sleepers[number] = sleeper
      if hasTurn { state.turns -= 1 }
      state.changes += 1
      return state.lead == nil ? .virtual(isIdle: state.turns == 0) : .real(sleeper)
    }
    switch rest {
    case .cancelled: continuation.resume(throwing: CancellationError())
    case .virtual(let isIdle): if isIdle { considerJump() }
    case .real(let sleeper): wakeLater(sleeper)
    }
  }

  /// Wakes it by the system's clock.
  private func wakeLater(_ sleeper: Sleeper) {
    Task {
      // Nobody cancels this task: who is cancelled meanwhile is not among the sleepers any more.
      try? await Task.sleep(for: .seconds(max(sleeper.wakes.timeIntervalSince(now), 0)))
      let woken = state.withLock { state -> Sleeper? in
        let woken = state.sleepers.removeValue(forKey: sleeper.number)
        if woken?.hasTurn == true { state.turns += 1 }
        return woken
      }
      woken?.continuation.resume()
    }
  }

  private func wakeCancelled(_ number: Int) {
    let sleeper = state.withLock { state -> Sleeper? in
      guard let sleeper = state.sleepers.removeValue(forKey: number) else {
        state.cancelled.insert(number)
        return nil
      }
      if sleeper.hasTurn { state.turns += 1 }
      state.changes += 1
      return sleeper
    }
    sleeper?.continuation.resume(throwing: CancellationError())
  }

  private func considerJump() {
    let seen = state.withLock { $0.changes }
    Task {
      for _ in 0..<Self.patience { await Task.yield() }
      jump(ifUnchangedSince: seen)
    }
  }

  private func jump(ifUnchangedSince seen: Int) {
    let woken = state.withLock { state -> [Sleeper] in
      guard state.lead == nil, state.turns == 0, state.changes == seen,
        let next = state.sleepers.values.map(\.wakes).min()
      else { return [] }
      state.now = max(state.now, next)
      let due = state.sleepers.values.filter { $0.wakes <= next }.sorted { $0.number < $1.number }
      for sleeper in due {
        state.sleepers[sleeper.number] = nil
        if sleeper.hasTurn { state.turns += 1 }
      }
      state.changes += 1
      return due
    }
    for sleeper in woken { sleeper.continuation.resume() }
    // Alarms take no turn: when only they were due, time goes on from here.
    if !woken.isEmpty, woken.allSatisfy({ !$0.hasTurn }) { considerJump() }
  }
}
