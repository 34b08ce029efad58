import Fleet

/// What an operator is told when a command cannot be carried out.
package struct OperatorError: Error, Hashable, Sendable {
  package let sentence: String
  package let nextStep: String?
  /// Lines to show as they are, such as a piece of configuration; never text of a service.
  package let example: String?
  /// The process's exit status.
  package let exitStatus: Int32

  package init(sentence: String, nextStep: String? = nil, example: String? = nil, exitStatus: Int32 = 1) {
    self.sentence = sentence
    self.nextStep = nextStep
    self.example = example
    self.exitStatus = exitStatus
  }
}

extension OperatorError {
  /// What an error of a service means to an operator; nil for one that is told already, and for a cancellation.
  package init?(from error: any Error) {
    guard !(error is OperatorError), let problem = SourceProblem(error) else { return nil }
    self.init(sentence: problem.sentence, nextStep: problem.nextStep)
  }
}
