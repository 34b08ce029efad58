import ArgumentParser
import Operations

/// Shows a verb's plan, asks, performs, and tells how it goes: the same for setup, deploy and teardown.
struct VerbRun {
  let surroundings: Surroundings
  let options: GlobalOptions
  /// Only show the plan.
  let isPlanOnly: Bool
  /// Perform without asking.
  let isAgreed: Bool
  /// What a person has to type; nil: a yes will do.
  var phrase: String?

  func run(_ verb: StagedVerb) async throws -> ExitStatus {
    let plan = try await verb.plan()
    try Printer(surroundings: surroundings, options: options).write(plan, rows: plan.rows, text: PlanText.of)
    if let (step, problem) = plan.obstacle {
      try surroundings.tell("\(step.title): \(problem.sentence)", nextStep: problem.nextStep)
      return .failed
    }
    if plan.isDone || isPlanOnly { return .fine }
    guard try await agrees(to: plan) else {
      try surroundings.tell("nothing was changed")
      return .failed
    }
    try await verb.perform(plan) { event in
      // Progress is a courtesy: a closed standard error is no reason to stop.
      _ = try? surroundings.errors.write(Self.line(for: event))
    }
    try surroundings.tell("\(plan.verb) is done")
    return .fine
  }

  private func agrees(to plan: ChangePlan) async throws -> Bool {
    if isAgreed { return true }
    let count = plan.steps.count { $0.report.standing == .due }
    let question =
      phrase.map { "Type \($0) to perform \(count) steps" }
      ?? "Perform \(count) steps in context \(plan.context)? [y/N]"
    guard let answer = await surroundings.ask(question) else {
      throw OperatorError(sentence: "there is no terminal to ask at", nextStep: "the same command with --yes")
    }
    if let phrase { return answer == phrase }
    return ["y", "yes"].contains(answer.lowercased())
  }

  private static func line(for event: StagedVerb.Event) -> String {
    switch event {
    case .began(_, let title): "\(SafeLine.of(title))\n"
    case .note(let note): "  \(SafeLine.of(note))\n"
    case .ended: ""
    }
  }
}

/// Flags of every verb that plans before it changes anything.
struct VerbFlags: ParsableArguments {
  @Flag(name: .customLong("plan"), help: "Show what would be done, and do nothing.")
  var isPlanOnly = false

  @Flag(name: .customLong("yes"), help: "Do it without asking.")
  var isAgreed = false
}
