import FoundationEssentials

/// What an instance becomes by what came of its stack.
extension StackWork {
  func made(_ outcome: StackOutcome, in world: World) async -> Ending {
    guard !outcome.isSuccess else { return made(outcome.stackID) }
    let cause = await world.perform { state, _ in state.stacks[outcome.stackID]?.cause }
    return failed(cause ?? outcome.reason ?? outcome.status.rawValue, stackID: outcome.stackID)
  }

  /// The stack is as it was wanted.
  func made(_ stackID: String) -> Ending {
    var condition = before
    condition.status = .current
    condition.detailed = .succeeded
    condition.reason = nil
    condition.stackID = stackID
    return Ending(result: .succeeded, condition: condition)
  }

  /// A stack that can't be deleted leaves its instance inoperable; one that is not there is deleted.
  func deleted(_ outcome: StackOutcome?, in world: World) async -> Ending {
    guard let outcome, !outcome.isSuccess else { return Ending(result: .succeeded, condition: nil) }
    let cause = await world.perform { state, _ in state.stacks[outcome.stackID]?.cause }
    return inoperable(cause ?? outcome.reason ?? outcome.status.rawValue)
  }

  func blocked(by obstacle: StackObstacle) -> Ending {
    switch obstacle {
    case .suspended:
      var condition = before
      if kind.isDriftDetection { return Ending(result: .cancelled, condition: condition) }
      condition.status = .outdated
      condition.detailed = .skippedSuspendedAccount
      condition.reason = nil
      return Ending(result: .cancelled, condition: condition)
    case .noRole(let words):
      if case .delete = kind { return inoperable(words) }
      return failed(words, stackID: before.stackID)
    }
  }

  func failed(_ reason: String, stackID: String?) -> Ending {
    var condition = before
    if kind.isDriftDetection { return Ending(result: .failed, reason: reason, condition: condition) }
    condition.status = .outdated
    condition.detailed = .failed
    condition.reason = reason
    condition.stackID = stackID
    return Ending(result: .failed, reason: reason, condition: condition)
  }

  func inoperable(_ reason: String) -> Ending {
    var condition = before
    condition.status = .inoperable
    condition.detailed = .inoperable
    condition.reason = reason
    return Ending(result: .failed, reason: reason, condition: condition)
  }

  /// A stack that only a furnished world knows is as it was found before.
  func checked(_ stackID: String, in world: World) async -> Ending {
    let (drifts, now) = await world.perform { state, now in
      (state.stacks[stackID].map { DriftCheck(state: state, now: now).drifts(of: $0) }, now)
    }
    var condition = before
    if let drifts {
      condition.drift = drifts.isEmpty ? .inSync : .drifted
      condition.drifts = drifts
    } else if condition.drift == .notChecked {
      condition.drift = .inSync
    }
    condition.driftCheckedAt = now
    return Ending(result: .succeeded, condition: condition)
  }
}

extension StackWork.Kind {
  var isDriftDetection: Bool {
    if case .detectDrift = self { true } else { false }
  }
}

extension StackRecord {
  /// The resource that made the stack's last operation fail, in the words of StackSets.
  fileprivate var cause: String? {
    let start = events.lastIndex { $0.logicalID == name && $0.reason == "User Initiated" } ?? 0
    let failure = events[start...].first {
      $0.status.hasSuffix("_FAILED") && $0.resourceType != "AWS::CloudFormation::Stack"
    }
    guard let failure, let reason = failure.reason else { return nil }
    let sentence = reason.hasSuffix(".") ? reason : reason + "."
    return
      "ResourceLogicalId:\(failure.logicalID), ResourceType:\(failure.resourceType), ResourceStatusReason:\(sentence)"
  }
}

extension ServiceFailure {
  /// What UpdateStack answers when the stack is as it is wanted already.
  static let noUpdates = ServiceFailure.validation("No updates are to be performed.")
}
