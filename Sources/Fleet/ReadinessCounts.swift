/// How many accounts stand at each step of the ladder.
package struct ReadinessCounts: Hashable, Sendable {
  package var ready = 0
  package var deploying = 0
  package var degraded = 0
  package var missing = 0
  package var excluded = 0
  package var unknown = 0

  package init() {}

  package var total: Int { ready + deploying + degraded + missing + excluded + unknown }

  /// Accounts that somebody has to look at: degraded, missing, deploying.
  package var notReady: Int { deploying + degraded + missing }

  package subscript(readiness: Readiness) -> Int {
    get {
      switch readiness {
      case .ready: ready
      case .deploying: deploying
      case .degraded: degraded
      case .missing: missing
      case .excluded: excluded
      case .unknown: unknown
      }
    }
    set {
      switch readiness {
      case .ready: ready = newValue
      case .deploying: deploying = newValue
      case .degraded: degraded = newValue
      case .missing: missing = newValue
      case .excluded: excluded = newValue
      case .unknown: unknown = newValue
      }
    }
  }

  package static func += (left: inout ReadinessCounts, right: ReadinessCounts) {
    for readiness in Readiness.allCases { left[readiness] += right[readiness] }
  }
}
