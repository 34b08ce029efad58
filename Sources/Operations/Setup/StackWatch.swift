import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Transport

/// Waits until a stack's operation is over, telling what happens to its resources.
struct StackWatch {
  let site: SetupSite
  /// The stack's id: a deleted stack is found by that alone.
  let stackID: String
  /// Only what happened since then is told.
  let since: Date

  /// A stack of functions takes minutes; one with interface endpoints and network interfaces to delete up to half an hour.
  private static let limit: Duration = .seconds(3600)
  private static let pause: Duration = .seconds(5)

  /// Waits for an end.
  ///
  /// - Parameter tell: Takes a note for each resource that was finished, and for each failure with its reason.
  /// - Returns: The status it ended with.
  /// - Throws: ``OperatorError`` after an hour; whatever reading meets.
  func end(_ tell: @escaping StagedVerb.Tell) async throws -> String {
    let begun = site.timepiece.now()
    var told: Set<String> = []
    while true {
      guard let stack = try await site.stack(stackID, isWriting: true) else { return "DELETE_COMPLETE" }
      try await tellEvents(&told, tell)
      if !stack.stackStatus.hasSuffix("_IN_PROGRESS") { return stack.stackStatus }
      guard site.timepiece.now() - begun < Self.limit else {
        throw OperatorError(
          sentence: "the stack is still \(stack.stackStatus) after an hour; it goes on without us",
          nextStep: "run the same command again later: it goes on where things stand"
        )
      }
      try await site.timepiece.sleep(Self.pause)
    }
  }

  /// The first failure with its reason, told by the events since the operation began: what follows are its consequences.
  func firstFailure() async throws -> String? {
    try await events().reversed().first { event in
      (event.resourceStatus ?? "").hasSuffix("_FAILED") && event.resourceStatusReason != "Resource creation cancelled"
    }.map { "\($0.logicalResourceID ?? "stack"): \($0.resourceStatusReason ?? "no reason given")" }
  }

  private func tellEvents(_ told: inout Set<String>, _ tell: StagedVerb.Tell) async throws {
    for event in try await events().reversed() where told.insert(event.eventID).inserted {
      let status = event.resourceStatus ?? ""
      guard event.physicalResourceID != stackID, status.hasSuffix("_COMPLETE") || status.hasSuffix("_FAILED") else {
        continue
      }
      let reason = status.hasSuffix("_FAILED") ? event.resourceStatusReason.map { ": \($0)" } ?? "" : ""
      tell(.note("\(status)  \(event.logicalResourceID ?? "")\(reason)"))
    }
  }

  /// Newest first, no older than the operation.
  private func events() async throws -> [CloudFormation.StackEvent] {
    var events: [CloudFormation.StackEvent] = []
    for try await page in try site.stacks(isWriting: true).describeStackEvents(stack: stackID) {
      let fresh = page.items.filter { ($0.timestamp ?? since) >= since }
      events += fresh
      if fresh.count < page.items.count { break }
    }
    return events
  }
}
