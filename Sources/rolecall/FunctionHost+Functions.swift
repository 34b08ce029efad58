import FoundationEssentials
import Functions
import Sandbox
import Transport

extension FunctionHost {
  /// RoleCall's own functions, in this process: each execution environment with its own variables, on the sandbox's
  /// clock.
  static let functions = FunctionHost { environment in
    let clock = environment.clock
    let start = clock.now
    let timepiece = Timepiece(
      now: { .seconds(clock.now.timeIntervalSince(start)) },
      sleep: { try await clock.sleep(for: $0) }
    )
    // How it ended is in its log.
    _ = await FunctionProgram(
      FunctionEnvironment(
        variables: environment.variables,
        timepiece: timepiece,
        alarm: { try await clock.alarm(in: $0) },
        now: { clock.now },
        log: environment.log
      )
    ).run()
  }
}
