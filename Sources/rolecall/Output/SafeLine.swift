import Terminal

/// Sentences for standard error: they may carry text of a service, and stay one line.
enum SafeLine {
  static func of(_ text: String) -> String { SafeText.of(text) }
}
