/// What a run of the console is started with.
package struct ConsoleOptions: Hashable, Sendable {
  package var contexts: [ConsoleContext]
  /// Name of the context to begin with; one of `contexts`.
  package var current: String
  /// Time from the end of one refresh to the begin of the next; nil: only when asked for.
  package var refreshInterval: Duration?
  package var hasMouse: Bool
  package var hasColors: Bool
  /// Said once the console is up: that an old database was set aside, say.
  package var remarks: [String]
  /// Offers the hidden commands that tests of the crash handler need.
  package var isDebug: Bool

  package init(
    contexts: [ConsoleContext],
    current: String,
    refreshInterval: Duration? = .seconds(60),
    hasMouse: Bool = false,
    hasColors: Bool = true,
    remarks: [String] = [],
    isDebug: Bool = false
  ) {
    self.contexts = contexts
    self.current = current
    self.refreshInterval = refreshInterval
    self.hasMouse = hasMouse
    self.hasColors = hasColors
    self.remarks = remarks
    self.isDebug = isDebug
  }
}
