/// What the program tells whoever started it; documented, so never changed.
enum ExitStatus: Int32, Sendable {
  case fine = 0
  /// Nothing could be read, or what was asked for is not there.
  case failed = 1
  /// Wrong arguments or a wrong configuration.
  case misused = 2
  /// A source could not be read: what was read is printed, the rest is unknown.
  case partial = 3
  /// `--check` found accounts that are not ready.
  case notReady = 4
  /// As a shell reports a program that SIGINT ended.
  case interrupted = 130
}
