import Transport

/// One execution environment: asks the runtime API for events and answers them until the environment ends.
package struct FunctionProgram: Sendable {
  private let environment: FunctionEnvironment

  package init(_ environment: FunctionEnvironment) { self.environment = environment }

  /// Runs until the runtime API goes away or the task is cancelled.
  ///
  /// - Returns: The exit status of the process.
  package func run() async -> Int32 {
    let log = FunctionLog(environment)
    let context = FunctionContext(environment)
    guard let runtime = RuntimeAPI(environment, sender: context.sender) else {
      log.write(
        .environment,
        .failed,
        "AWS_LAMBDA_RUNTIME_API names no host and port: this program is started by Lambda"
      )
      return 1
    }
    do throws(RuntimeFault) {
      guard let name = environment.variables["_HANDLER"].flatMap(FunctionName.init) else {
        let sentence = "_HANDLER names none of \(FunctionName.allCases.map(\.rawValue).joined(separator: ", "))"
        log.write(.environment, .failed, sentence)
        try await runtime.failInitialization(type: "Runtime.NoSuchHandler", sentence)
        return 1
      }
      let function = name.function(context)
      while true { try await serve(function, runtime) }
    } catch {
      // Lambda ends environments without a word; nobody is to be alarmed by that.
      if error == .ended { return 0 }
      log.write(.environment, .failed, error.sentence)
      return 1
    }
  }

  /// Takes one event through the function.
  private func serve(_ function: any Function, _ runtime: RuntimeAPI) async throws(RuntimeFault) {
    let invocation = try await runtime.next()
    let answer: RuntimeAPI.Answer
    do {
      answer = .response(try await function.handle(invocation))
    } catch {
      answer = .failure(type: "Function.\(type(of: error))", sentence: sentence(of: error))
    }
    if Task.isCancelled { throw .ended }
    do throws(RuntimeFault) {
      try await runtime.answer(invocation, answer)
    } catch .answerRefused(let status) {
      let fault = RuntimeFault.answerRefused(status: status)
      invocation.log.write(.answer, .failed, fault.sentence)
      guard status == 413 else { return }
      try await runtime.answer(invocation, .failure(type: "Function.AnswerTooLarge", sentence: fault.sentence))
    }
  }
}
