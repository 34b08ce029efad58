import Synchronization

/// The faults of one sandbox, and how often each has been met.
package final class FaultPlan: Sendable {
  private let faults: [Fault]
  private let met: Mutex<[Int]>

  package init(_ faults: [Fault]) {
    self.faults = faults
    met = Mutex([Int](repeating: 0, count: faults.count))
  }

  /// Counts one call and tells what strikes it; the first fault given wins.
  ///
  /// - Parameters:
  ///   - service: One of ``Fault/services``.
  ///   - operation: The operation's name; for the appliance `METHOD /path` below `/api/v1`.
  ///   - hasPageToken: Whether the call goes on in a list.
  /// - Returns: Nil for a call that goes through.
  package func strike(service: String, operation: String, hasPageToken: Bool = false) -> Fault.Kind? {
    met.withLock { met in
      var struck: Fault.Kind?
      for (index, fault) in faults.enumerated() where fault.service == service {
        if let named = fault.operation, named != operation { continue }
        if fault.kind == .token, !hasPageToken { continue }
        met[index] += 1
        if struck == nil, fault.occurrence == nil || fault.occurrence == met[index] { struck = fault.kind }
      }
      return struck
    }
  }
}
