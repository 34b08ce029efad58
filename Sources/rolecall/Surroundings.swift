import FoundationEssentials
import Operations

/// What a run of the program works with, as values: nothing below looks at the process itself, so that tests can run
/// commands side by side.
struct Surroundings: Sendable {
  let variables: [String: String]
  let output: any TextStream
  let errors: any TextStream
  /// Asks a person and waits for a line; nil when there is nobody to ask.
  let ask: @Sendable (_ question: String) async -> String?
  /// The same for what must not be seen while it is typed.
  let askSecret: @Sendable (_ question: String) async -> String?
  let now: @Sendable () -> Date

  func with(variables: [String: String]) -> Surroundings {
    Surroundings(variables: variables, output: output, errors: errors, ask: ask, askSecret: askSecret, now: now)
  }

  /// Says something to the person, beside the results.
  func tell(_ sentence: String, nextStep: String? = nil, example: String? = nil) throws {
    try errors.write("rolecall: \(SafeLine.of(sentence))\n")
    if let example { try errors.write(example) }
    if let nextStep { try errors.write("  try: \(SafeLine.of(nextStep))\n") }
  }

  func isColored(_ options: GlobalOptions) -> Bool {
    output.isTerminal && !options.hasNoColor && (variables["NO_COLOR"] ?? "").isEmpty && variables["TERM"] != "dumb"
  }
}
