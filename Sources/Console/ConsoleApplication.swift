import FoundationEssentials
import Terminal

/// The terminal application: ``State``, ``update(_:_:)`` and ``view(_:)`` tied to a terminal and to ``Services``.
package struct ConsoleApplication {
  private var state: State
  private let services: Services
  private let runner: EffectRunner
  private var isLeaving = false

  /// Runs the console on the calling thread, which must be the process's first, until the user leaves it.
  ///
  /// Call `TerminalProcess.prepare()` before, at the very start of the process.
  ///
  /// - Parameters:
  ///   - services: What the console asks of the world.
  ///   - options: Contexts, and how to behave.
  /// - Returns: The process's exit status.
  /// - Throws: ``TerminalError`` when there is no terminal to run on; the exit status is 2 then.
  package static func run(services: Services, options: ConsoleOptions) throws -> Int32 {
    let screen = try Screen(Screen.Options(wantsColors: options.hasColors, wantsMouse: options.hasMouse))
    defer { screen.close() }
    let mailbox = Mailbox<Message>()
    let runner = EffectRunner(services: services, contexts: options.contexts) { mailbox.post($0) }
    let running = Task { await runner.run() }
    defer { running.cancel() }
    let state = State(options: options, size: screen.size, now: services.now(), glyphs: screen.glyphs)
    var application = ConsoleApplication(state: state, services: services, runner: runner)
    var loop = EventLoop(screen: screen, mailbox: mailbox)
    application.take(.started, on: screen)
    for remark in options.remarks { application.take(.hitProblem(remark), on: screen) }
    return loop.run { screen, inputs in application.step(screen, inputs) }.exitStatus
  }

  private init(state: State, services: Services, runner: EffectRunner) {
    self.state = state
    self.services = services
    self.runner = runner
  }

  /// Takes in all that has come, then draws once.
  private mutating func step(_ screen: Screen, _ inputs: [EventLoop<Message>.Input]) -> EventLoop<Message>.Verdict {
    for input in inputs {
      switch input {
      case .keys(let keys): for key in keys { take(.keyPressed(key), on: screen) }
      case .messages(let messages): for message in messages { take(message, on: screen) }
      case .resized(let size): take(.resized(size), on: screen)
      case .resumed, .tick: take(.clockTicked(services.now()), on: screen)
      }
      if isLeaving { return .leave }
    }
    screen.draw(view(state))
    return .goOn(ticking: true)
  }

  private mutating func take(_ message: Message, on screen: Screen) {
    for effect in update(&state, message) {
      if case .terminal(let effect) = effect {
        perform(effect, on: screen)
      } else {
        runner.submit(effect)
      }
    }
  }

  private mutating func perform(_ effect: TerminalEffect, on screen: Screen) {
    switch effect {
    case .copy(let text): if !screen.copy(text) { take(.hitProblem("too long for the clipboard"), on: screen) }
    case .setMouse(let isOn): screen.setMouse(isOn)
    case .crash: Self.trap(at: Int(state.size.rows))
    case .quit: isLeaving = true
    }
  }

  /// Ends the process as a mistake in the program would: by an index out of bounds.
  private static func trap(at index: Int) { _ = [Int]()[index] }
}
