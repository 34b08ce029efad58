/// What a verb will do, told before anything is done.
///
/// A value: it is shown, printed as JSON, and made anew before it is performed; a plan that reads differently by then is
/// not performed.
package struct ChangePlan: OutputRecord {
  /// One step, in the order in which they are taken.
  package struct Step: Hashable, Sendable {
    /// A word that never changes, for machines.
    package let name: String
    package let title: String
    package let report: StageReport

    package init(name: String, title: String, report: StageReport) {
      self.name = name
      self.title = title
      self.report = report
    }
  }

  /// `setup`, `deploy roles`, `teardown`.
  package let verb: String
  package let context: String
  package let steps: [Step]

  package init(verb: String, context: String, steps: [Step]) {
    self.verb = verb
    self.context = context
    self.steps = steps
  }

  /// Whether nothing is left to do.
  package var isDone: Bool { steps.allSatisfy { $0.report.standing == .done } }

  /// The first step that a person has to make possible.
  package var obstacle: (step: Step, problem: StageReport.Obstacle)? {
    for step in steps {
      if case .blocked(let problem) = step.report.standing { return (step, problem) }
    }
    return nil
  }

  package var value: OutputValue {
    .object([
      .init("verb", .text(verb)),
      .init("context", .text(context)),
      .init("done", .flag(isDone)),
      .init("steps", .list(steps.map(\.value))),
    ])
  }

  package static let columns = ["step", "standing", "title", "details"]

  package var cells: [String] { [verb, isDone ? "done" : "to do", context, ""] }

  /// One row for each step, for CSV.
  package var rows: [Row] { steps.map(Row.init) }

  /// A step as a row.
  package struct Row: OutputRecord {
    let step: Step

    package var value: OutputValue { step.value }
    package static let columns = ChangePlan.columns

    package var cells: [String] {
      [step.name, step.report.standing.word, step.title, step.report.details.joined(separator: "; ")]
    }
  }
}

extension ChangePlan.Step {
  var value: OutputValue {
    var problem: StageReport.Obstacle?
    if case .blocked(let obstacle) = report.standing { problem = obstacle }
    return .object([
      .init("name", .text(name)),
      .init("title", .text(title)),
      .init("standing", .text(report.standing.word)),
      .init("details", .list(report.details.map(OutputValue.text))),
      .init("calls", .list(report.calls.map(OutputValue.text))),
      .init("undo", OutputValue(report.undo)),
      .init("problem", OutputValue(problem?.sentence)),
      .init("nextStep", OutputValue(problem?.nextStep)),
    ])
  }
}
