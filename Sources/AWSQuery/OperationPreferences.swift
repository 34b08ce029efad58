/// How fast an operation on a stack set goes, and how many failures it puts up with.
///
/// The service's own defaults do one account after another and stop at the first failure, so that every field is sent.
/// Source: CloudFormation API Reference, StackSetOperationPreferences (read 2026-11).
package struct OperationPreferences: Hashable, Sendable {
  /// A number of accounts in a region, or a share of them in percent.
  package enum Amount: Hashable, Sendable {
    case count(Int)
    case percentage(Int)
  }

  package var maxConcurrent: Amount
  package var failureTolerance: Amount
  /// Whether failures slow it down (`STRICT_FAILURE_TOLERANCE`) or not.
  package var isStrict: Bool
  package var runsRegionsInParallel: Bool

  package init(
    maxConcurrent: Amount,
    failureTolerance: Amount,
    isStrict: Bool = false,
    runsRegionsInParallel: Bool = true
  ) {
    self.maxConcurrent = maxConcurrent
    self.failureTolerance = failureTolerance
    self.isStrict = isStrict
    self.runsRegionsInParallel = runsRegionsInParallel
  }

  /// A quarter at a time, on after failures.
  package static let standard = OperationPreferences(maxConcurrent: .percentage(25), failureTolerance: .percentage(100))
  /// One after another, and none after a failure: for a first wave.
  package static let careful = OperationPreferences(
    maxConcurrent: .count(1),
    failureTolerance: .count(0),
    isStrict: true
  )

  var value: QueryForm.Value {
    .structure([
      QueryForm.Field("RegionConcurrencyType", .text(runsRegionsInParallel ? "PARALLEL" : "SEQUENTIAL")),
      Self.field("FailureTolerance", failureTolerance), Self.field("MaxConcurrent", maxConcurrent),
      QueryForm.Field("ConcurrencyMode", .text(isStrict ? "STRICT_FAILURE_TOLERANCE" : "SOFT_FAILURE_TOLERANCE")),
    ])
  }

  private static func field(_ name: String, _ amount: Amount) -> QueryForm.Field {
    switch amount {
    case .count(let count): QueryForm.Field("\(name)Count", .text(String(count)))
    case .percentage(let percentage): QueryForm.Field("\(name)Percentage", .text(String(percentage)))
    }
  }
}
