/// Takes in what happened: changes `state` and says what is to be done.
///
/// Total, synchronous and pure: the same state and message always give the same state and effects.
func update(_ state: inout State, _ message: Message) -> [Effect] {
  let revision = state.picture?.revision
  let effects = state.take(message)
  state.settle(isNewPicture: revision != state.picture?.revision)
  return effects
}

extension State {
  fileprivate mutating func take(_ message: Message) -> [Effect] {
    switch message {
    case .started: return open(context)
    case .keyPressed(let key): return press(key)
    case .resized(let size): self.size = size
    case .clockTicked(let now): return tick(now)
    case .pictureTaken(let picture, let generation): return take(picture, generation: generation)
    case .refreshReported(let report, let generation): take(report, generation: generation)
    case .checksFound(let checks, let generation): take(checks, generation: generation)
    case .examinationEnded(let generation): endExamination(generation: generation)
    case .signInReported(let event, let attempt): return take(event, attempt: attempt)
    case .codeAsked(let question):
      questions.append(question)
      askNextQuestion()
    case .exported(let request): announce("wrote \(Words.count(request.rows.count, "row")) to \(request.path)")
    case .exportFailed(let request, let problem): take(problem, about: request)
    case .hitProblem(let sentence): announce(sentence, tone: .failure)
    }
    return []
  }

  private mutating func take(_ problem: ExportProblem, about request: ExportRequest) {
    switch problem {
    case .alreadyExists where prompt == nil: prompt = Prompt(purpose: .overwrite(request))
    case .alreadyExists: announce("\(request.path) exists; nothing was written", tone: .warning)
    case .failed(let sentence): announce(sentence, tone: .failure)
    }
  }
}
