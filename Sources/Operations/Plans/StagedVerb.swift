/// A verb that is taken in steps: planned as a whole, performed step by step, gone on with where it stopped.
package struct StagedVerb: Sendable {
  /// What is told while a verb is performed.
  package enum Event: Hashable, Sendable {
    case began(step: String, title: String)
    /// Something that happens within a step, such as a resource that was created.
    case note(String)
    case ended(step: String)
  }

  package typealias Tell = @Sendable (Event) -> Void

  let verb: String
  let context: String
  let stages: [any Stage]

  /// Reads how every step stands; changes nothing.
  package func plan() async throws -> ChangePlan {
    var steps: [ChangePlan.Step] = []
    for stage in stages {
      steps.append(.init(name: stage.name, title: stage.title, report: try await stage.examine()))
    }
    return ChangePlan(verb: verb, context: context, steps: steps)
  }

  /// Performs the plan that was shown.
  ///
  /// - Parameters:
  ///   - shown: What the person has agreed to.
  ///   - tell: Takes what happens.
  /// - Throws: ``OperatorError`` when the plan reads differently by now, or has a step that a person must make possible;
  ///   whatever a step meets. What was done until then stays done.
  package func perform(_ shown: ChangePlan, _ tell: @escaping Tell) async throws {
    guard try await plan() == shown else {
      throw OperatorError(
        sentence: "things have changed since the plan was made; nothing was done",
        nextStep: "look at the new plan: rolecall \(verb) --plan"
      )
    }
    if let (step, problem) = shown.obstacle {
      throw OperatorError(sentence: "\(step.title): \(problem.sentence)", nextStep: problem.nextStep)
    }
    for stage in stages {
      // Later steps could not be told in full before the earlier ones were done.
      let report = try await stage.examine()
      switch report.standing {
      case .done: continue
      case .blocked(let problem):
        throw OperatorError(sentence: "\(stage.title): \(problem.sentence)", nextStep: problem.nextStep)
      case .due:
        tell(.began(step: stage.name, title: stage.title))
        try await stage.perform(tell)
        tell(.ended(step: stage.name))
      }
    }
  }
}
