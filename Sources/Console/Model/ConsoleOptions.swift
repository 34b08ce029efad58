/// What a run of the console is started with.
package struct ConsoleOptions: Hashable, Sendable {
  package var contexts: [ConsoleContext]
  /// Name of the context to begin with; one of `contexts`.
  package var current: String
  /// Time from the end of one refresh to the begin of the next; nil: only when asked for.
  package var refreshInterval: Duration?
  package var hasMouse: Bool
  /// Whether the locale can show more than ASCII.
  package var isUnicode: Bool
  /// Offers the hidden commands that tests of the crash handler need.
  package var isDebug: Bool

  package init(
    contexts: [ConsoleContext],
    current: String,
    refreshInterval: Duration? = .seconds(60),
    hasMouse: Bool = false,
    isUnicode: Bool = true,
    isDebug: Bool = false
  ) {
    self.contexts = contexts
    self.current = current
    self.refreshInterval = refreshInterval
    self.hasMouse = hasMouse
    self.isUnicode = isUnicode
    self.isDebug = isDebug
  }
}
