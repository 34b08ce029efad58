import Console
import Fleet
import FoundationEssentials
import Operations
import Store
import Terminal

/// Opens the console: fills what it asks of the world from the configuration, the services and the snapshots.
struct ConsoleRun {
  let options: GlobalOptions
  let hasMouse: Bool
  let surroundings: Surroundings

  /// Runs the console on the calling thread, which must be the process's first.
  ///
  /// - Throws: ``OperatorError`` when there is no configuration, ``TerminalError`` when there is no terminal.
  func run() throws -> Int32 {
    let choice = try ContextChoice(options, in: surroundings)
    let desk = CodeDesk()
    let switchboard = try Switchboard(
      variables: surroundings.variables,
      log: options.log,
      ask: { await desk.ask($0) },
      now: surroundings.now
    )
    let contexts = contexts(choice)
    let shelf = SnapshotShelf(choice.configuration, variables: surroundings.variables, now: surroundings.now())
    let first = FirstSnapshot(of: choice.context, on: shelf)
    defer {
      // Signing out is a courtesy to the appliance, which ends a session by itself too.
      _ = try? Blocking.wait { await switchboard.close() }
    }
    return try ConsoleApplication.run(
      services: services(contexts, switchboard, shelf, first, desk),
      options: consoleOptions(choice, contexts, remarks: shelf.remarks)
    )
  }

  /// All contexts; what the command line says of profile and region holds for the one that is opened first.
  private func contexts(_ choice: ContextChoice) -> [Context] {
    choice.configuration.contexts.map { context in
      if context.name == choice.context.name { return choice.context }
      var context = context
      if options.isReadOnly { context.access = .readOnly }
      return context
    }
  }

  private func consoleOptions(_ choice: ContextChoice, _ contexts: [Context], remarks: [String]) -> ConsoleOptions {
    ConsoleOptions(
      contexts: contexts.map(ConsoleContext.init),
      current: choice.context.name,
      refreshInterval: options.refresh.duration > .zero ? options.refresh.duration : nil,
      hasMouse: hasMouse,
      hasColors: !options.hasNoColor && (surroundings.variables["NO_COLOR"] ?? "").isEmpty,
      remarks: remarks,
      isDebug: surroundings.variables["ROLECALL_DEBUG"] == "1"
    )
  }

  private func services(
    _ contexts: [Context],
    _ switchboard: Switchboard,
    _ shelf: SnapshotShelf,
    _ first: FirstSnapshot,
    _ desk: CodeDesk
  ) -> Services {
    let named = Dictionary(contexts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let home = surroundings.variables["HOME"]
    return Services(
      refresh: { name in
        guard let context = named[name] else { return .finished }
        return InventoryReader(switchboard.connections(context)).refresh()
      },
      examine: { name in
        guard let context = named[name] else { return .finished }
        return Doctor(switchboard.connections(context)).examine()
      },
      loadSnapshot: { name in
        if let started = first.take(for: name) { return try await started.value }
        return try named[name].flatMap { try shelf.load($0) }
      },
      saveSnapshot: { name, kept in
        guard let context = named[name] else { return }
        try shelf.save(kept.part, readAt: kept.readAt, identity: kept.identity, for: context)
        // What the reading before this one held is free once the screen shows the new one, which takes a moment.
        Task {
          try await Task.sleep(for: .seconds(2))
          TerminalProcess.returnMemory()
        }
      },
      signIn: { name in
        guard let context = named[name] else { return .finished }
        return .of(switchboard.connections(context).signIn(as: .organization))
      },
      write: { text, path, isOverwriting in
        try Self.write(text, to: path, home: home, isOverwriting: isOverwriting)
      },
      codes: desk,
      now: surroundings.now
    )
  }

  private static func write(_ text: String, to path: String, home: String?, isOverwriting: Bool) throws {
    var path = path
    if path.hasPrefix("~/"), let home { path = home + path.dropFirst() }
    let file = TextFile(path: path)
    do throws(TextFile.Failure) {
      try file.create(text)
    } catch {
      guard error.alreadyExists else { throw ExportProblem.failed("\(path): \(error.sentence)") }
      guard isOverwriting else { throw ExportProblem.alreadyExists }
      do throws(TextFile.Failure) { try file.replace(with: text) } catch {
        throw ExportProblem.failed("\(path): \(error.sentence)")
      }
    }
  }
}

extension AsyncStream {
  /// A stream that has ended.
  fileprivate static var finished: AsyncStream { AsyncStream { $0.finish() } }
}

extension AsyncStream<SignInEvent> {
  /// The steps of a sign-in as the console shows them; dropping it ends the sign-in.
  fileprivate static func of(_ steps: AsyncStream<SignIn.Step>) -> AsyncStream<SignInEvent> {
    AsyncStream { continuation in
      let task = Task {
        for await step in steps { continuation.yield(SignInEvent(step)) }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

extension SignInEvent {
  fileprivate init(_ step: SignIn.Step) {
    switch step {
    case .invitation(let address, let code, let expires):
      self = .invitation(address: address, code: code, expires: expires)
    case .succeeded: self = .succeeded
    case .failed(let problem): self = .failed(problem.sentence + (problem.nextStep.map { ": \($0)" } ?? ""))
    }
  }
}

extension ConsoleContext {
  fileprivate init(_ context: Context) {
    self.init(
      name: context.name,
      access: context.access == .readOnly ? .readOnly : .readWrite,
      region: context.organization.region?.rawValue,
      applianceAddress: context.appliance?.place,
      expectations: context.expectations,
      credentialMaxAgeDays: context.credential?.maxAgeDays
    )
  }
}
