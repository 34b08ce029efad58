package import FoundationEssentials

/// What was last read from one source, when, and what stands in the way of a newer answer.
///
/// A source that fails keeps its old value: the old facts stay on screen, marked stale.
package struct Reading<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The last facts; nil if there never were any.
  package var value: Value?
  /// When the value was read to its end (or, of a value that still grows, when its first page came).
  package var readAt: Date?
  /// Why the last attempt failed; nil after a success.
  package var problem: SourceProblem?

  package init(value: Value? = nil, readAt: Date? = nil, problem: SourceProblem? = nil) {
    self.value = value
    self.readAt = readAt
    self.problem = problem
  }

  /// Old facts behind a newer failure.
  package var isStale: Bool { value != nil && problem != nil }
}
