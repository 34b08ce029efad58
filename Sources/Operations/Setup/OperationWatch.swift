import AWS
import AWSQuery
import Fleet
import FoundationEssentials
import Transport

/// Waits until a stack set operation is over, telling how far it has come.
struct OperationWatch {
  let site: SetupSite
  let stackSet: StackSetName
  let operationID: String

  /// One operation is read every 5 s at first, every 30 s later: StackSets admits about two reads a second in all.
  private static let shortest: Duration = .seconds(5)
  private static let longest: Duration = .seconds(30)
  private static let limit: Duration = .seconds(6 * 3600)

  /// How an operation ended.
  struct End: Hashable, Sendable {
    struct Failure: Hashable, Sendable {
      let account: String
      let reason: String
    }

    let status: String
    let failed: Int
    /// The first few.
    let failures: [Failure]

    /// An operation within its tolerance has SUCCEEDED, whatever failed.
    var isWhole: Bool { status == "SUCCEEDED" && failed == 0 }
  }

  func end(_ tell: @escaping StagedVerb.Tell) async throws -> End {
    let begun = site.timepiece.now()
    var pause = Self.shortest
    var last = ""
    while true {
      let operation = try await service().describeStackSetOperation(
        stackSet: stackSet.rawValue,
        operationID: operationID
      )
      let progress = try await progress()
      if progress.line != last {
        tell(.note(progress.line))
        last = progress.line
      }
      if !["RUNNING", "QUEUED", "STOPPING"].contains(operation.status) {
        return End(status: operation.status, failed: progress.failed, failures: progress.failures)
      }
      guard site.timepiece.now() - begun < Self.limit else {
        throw OperatorError(
          sentence: "operation \(operationID) is still \(operation.status); it goes on without us",
          nextStep: "run the same command again later: it goes on where things stand"
        )
      }
      try await site.timepiece.sleep(pause)
      pause = min(pause * 2, Self.longest)
    }
  }

  private struct Progress {
    var counts: [String: Int] = [:]
    var failures: [End.Failure] = []
    var failed: Int { counts["FAILED"] ?? 0 }

    var line: String {
      let order = ["SUCCEEDED", "RUNNING", "PENDING", "FAILED", "CANCELLED"]
      let parts = order.compactMap { status in counts[status].map { "\($0) \(status)" } }
      return parts.isEmpty ? "no account has begun" : parts.joined(separator: ", ")
    }
  }

  private func progress() async throws -> Progress {
    var progress = Progress()
    for try await page in try service().listStackSetOperationResults(
      stackSet: stackSet.rawValue,
      operationID: operationID
    ) {
      for result in page.items {
        progress.counts[result.status, default: 0] += 1
        guard result.status == "FAILED", let reason = result.statusReason, progress.failures.count < 3 else { continue }
        progress.failures.append(.init(account: result.account, reason: reason))
      }
    }
    return progress
  }

  private func service() throws(AWSError) -> CloudFormation { try site.stackSets(isWriting: true) }
}
