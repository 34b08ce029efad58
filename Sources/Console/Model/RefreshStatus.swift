import Fleet
import FoundationEssentials

/// Where the reading of the three sources stands.
struct RefreshStatus: Hashable, Sendable {
  struct Progress: Hashable, Sendable {
    var read: Int
    var expected: Int?
  }

  struct Throttle: Hashable, Sendable {
    let service: String
    /// When the service will be asked again.
    let retryAt: Date
  }

  /// Of the newest refresh; answers of older ones are dropped.
  var generation = 0
  var isRunning = false
  /// Whether somebody waits for it: asked for by a key, or nothing is on screen yet.
  var isAwaited = false
  /// Sources under way.
  var progress: [SourceName: Progress] = [:]
  var throttle: Throttle?
  /// When the next one is due; nil: only when asked for.
  var dueAt: Date?
  /// What the last whole refresh could not read beside the sources.
  var remarks: [String] = []
  /// The same of the one that runs; shown only once it has ended, so that a refresh that changes nothing shows nothing.
  var comingRemarks: [String] = []
}
