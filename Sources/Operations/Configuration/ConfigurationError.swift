/// What is wrong with the configuration: file, line, column, and what was expected there.
package struct ConfigurationError: Error, Hashable, Sendable {
  /// Both count from one; the column counts Unicode scalars, as the parser does.
  package struct Position: Hashable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  package let file: String
  /// Nil: the file as a whole.
  package let position: Position?
  /// The keys that lead to the place, `contexts`, `prod`, `access`.
  package let path: [String]
  package let problem: String
  package let nextStep: String?

  package init(
    file: String,
    position: Position? = nil,
    path: [String] = [],
    problem: String,
    nextStep: String? = nil
  ) {
    self.file = file
    self.position = position
    self.path = path
    self.problem = problem
    self.nextStep = nextStep
  }

  /// `config.yaml:7:13: contexts.prod.access: expected …`, a form that editors can jump to.
  package var sentence: String {
    var text = file
    if let position { text += ":\(position.line):\(position.column)" }
    if !path.isEmpty { text += ": \(path.joined(separator: "."))" }
    return "\(text): \(problem)"
  }
}
