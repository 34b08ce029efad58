package import FoundationEssentials

/// The time a sandbox lives by: the system's, or a test's.
package struct SandboxClock: Sendable {
  private let read: @Sendable () -> Date

  package init(_ read: @escaping @Sendable () -> Date) { self.read = read }

  package static let system = SandboxClock { Date() }

  package var now: Date { read() }
}
