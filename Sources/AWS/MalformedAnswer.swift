/// A body that is not what the protocol promises; `reason` goes into the sentence and never quotes a value.
package struct MalformedAnswer: Error, Hashable, Sendable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}
