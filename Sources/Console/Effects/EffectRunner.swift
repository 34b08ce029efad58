import Fleet
import FoundationEssentials

/// Performs effects through the ``Services`` and posts what comes of them.
///
/// Effects are taken in the order in which they were submitted; those that last (a refresh, a sign-in) run beside the
/// others and end when a newer one of their kind begins.
actor EffectRunner {
  private let services: Services
  private let contexts: [ConsoleContext]
  private let post: @Sendable (Message) -> Void
  private nonisolated let inbox: AsyncStream<Effect>.Continuation
  private let submitted: AsyncStream<Effect>
  private var feed: InventoryFeed?
  /// Of the newest opening or refresh.
  private var generation = 0
  private var refresh: Task<Void, Never>?
  private var signIn: Task<Void, Never>?
  private var examination: Task<Void, Never>?

  init(services: Services, contexts: [ConsoleContext], post: @escaping @Sendable (Message) -> Void) {
    self.services = services
    self.contexts = contexts
    self.post = post
    (submitted, inbox) = AsyncStream.makeStream()
  }

  /// Takes an effect from the thread that draws, which waits for nothing.
  nonisolated func submit(_ effect: Effect) { inbox.yield(effect) }

  /// Performs what is submitted until the task is cancelled.
  func run() async {
    let asking = Task { [services, post] in
      for await question in services.codes.questions { post(.codeAsked(question)) }
    }
    for await effect in submitted { perform(effect) }
    for task in [asking, refresh, signIn, examination] { task?.cancel() }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .open(let name, let generation, let order):
      guard let context = contexts.first(where: { $0.name == name }) else { return }
      begin(generation) { runner in await runner.open(context, generation: generation, order: order) }
    case .refresh(let generation): begin(generation) { runner in await runner.read(generation: generation) }
    case .arrange(let order):
      if let picture = feed?.arrange(by: order) { post(.pictureTaken(picture, generation: generation)) }
    // Arriving here was the point: the last reference ends on this side.
    case .discard: break
    case .examine(let context, let generation):
      examination?.cancel()
      examination = Task { [services, post] in
        for await checks in services.examine(context) { post(.checksFound(checks, generation: generation)) }
        if !Task.isCancelled { post(.examinationEnded(generation: generation)) }
      }
    case .signIn(let context, let attempt):
      signIn?.cancel()
      signIn = Task { [services, post] in
        for await event in services.signIn(context) { post(.signInReported(event, attempt: attempt)) }
      }
    case .leaveSignIn: signIn?.cancel()
    case .answerCode(let number, let text): Task { [services] in await services.codes.answer(number, with: text) }
    case .export(let request): Task { await export(request) }
    // The thread that owns the terminal does these itself.
    case .terminal: break
    }
  }

  // MARK: Reading

  /// One refresh at a time: a newer one takes the place of an older.
  private func begin(_ generation: Int, _ work: @escaping @Sendable (EffectRunner) async -> Void) {
    self.generation = generation
    refresh?.cancel()
    refresh = Task { await work(self) }
  }

  private func open(_ context: ConsoleContext, generation: Int, order: AccountOrder) async {
    feed = nil
    do {
      let snapshot = try await services.loadSnapshot(context.name)
      if Task.isCancelled { return }
      feed = InventoryFeed(context: context, snapshot: snapshot, order: order)
      if snapshot != nil, let picture = feed?.opening(at: services.now()) {
        post(.pictureTaken(picture, generation: generation))
      }
    } catch {
      if Task.isCancelled { return }
      post(.hitProblem("the saved rows could not be read: \(Words.sentence(of: error))"))
      feed = InventoryFeed(context: context, snapshot: nil, order: order)
    }
    await read(generation: generation)
  }

  private func read(generation: Int) async {
    guard let context = feed?.context.name else {
      return post(.refreshReported(.finished, generation: generation))
    }
    for await event in services.refresh(context) {
      if Task.isCancelled { return }
      guard let outcome = feed?.absorb(event, at: services.now()) else { return }
      if let picture = outcome.picture { post(.pictureTaken(picture, generation: generation)) }
      if let report = outcome.report { post(.refreshReported(report, generation: generation)) }
      if let kept = outcome.kept { await keep(kept, context: context) }
    }
    // A stream that ends early, for whatever reason, must not leave the screen waiting.
    if !Task.isCancelled { post(.refreshReported(.finished, generation: generation)) }
  }

  private func keep(_ reading: KeptReading, context: String) async {
    do {
      try await services.saveSnapshot(context, reading)
    } catch {
      post(.hitProblem("what was read could not be kept for the next start: \(Words.sentence(of: error))"))
    }
  }

  // MARK: Writing

  private func export(_ request: ExportRequest) async {
    do {
      try await services.write(ExportText.of(request), request.path, request.isOverwriting)
      post(.exported(request))
    } catch let problem as ExportProblem {
      post(.exportFailed(request, problem))
    } catch {
      post(.exportFailed(request, .failed("\(request.path) was not written: \(Words.sentence(of: error))")))
    }
  }
}
