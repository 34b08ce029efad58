import FoundationEssentials
import Transport

/// Receives the events of custom resources and sees that each gets exactly one answer, in time.
struct CustomResourceDesk: Sendable {
  /// What must be left to say that the time is over, before Lambda ends the invocation.
  private static let margin: Duration = .seconds(10)
  /// The last moment of an invocation, in which no answer is begun.
  private static let lastMoment: Duration = .milliseconds(500)
  /// The id of a resource of which not even the id could be made.
  private static let noID = "none"

  /// How far a request has come.
  private enum Stage: Sendable {
    case named(String)
    case finished(CustomResourceOutcome)
  }

  private let handler: any CustomResourceHandler
  private let environment: FunctionEnvironment
  private let sender: AnswerSender

  init(_ handler: any CustomResourceHandler, _ context: FunctionContext) {
    self.handler = handler
    environment = context.environment
    sender = AnswerSender(context)
  }

  /// Carries an event out and answers it.
  ///
  /// An event that is not one of a custom resource, or wants its answer elsewhere than CloudFormation does, is left alone.
  ///
  /// - Throws: ``AnswerLost``, so that Lambda delivers the event again, or `CancellationError`.
  func receive(_ invocation: Invocation) async throws {
    let envelope: Envelope
    do throws(Refusal) {
      envelope = try Envelope(invocation, or: environment.variables["ROLECALL_RESPONSE_HOST"])
    } catch {
      return invocation.log.write(.admission, .refused, error.sentence)
    }
    let request: CustomResourceRequest
    do throws(Refusal) {
      request = try CustomResourceRequest(json: invocation.body, for: invocation.function)
    } catch {
      invocation.log.write(.admission, .refused, error.sentence)
      return try await answer(envelope, invocation, physicalID: envelope.physicalID ?? Self.noID, .failure(error))
    }
    try await carryOut(request, envelope, invocation.about(account: request.stack.account))
  }

  /// Runs the handler against the deadline; whichever comes first is answered.
  private func carryOut(
    _ request: CustomResourceRequest,
    _ envelope: Envelope,
    _ invocation: Invocation
  ) async throws {
    let start = environment.timepiece.now()
    let limit = max(.zero, invocation.remaining - min(Self.margin, invocation.remaining / 2))
    try await withThrowingTaskGroup(of: Stage.self) { group in
      group.addTask {
        try await environment.alarm(limit)
        throw Refusal("the function's time was over before its work was: its log says how far it came; then try again")
      }
      var physicalID = request.physicalID
      if physicalID == nil {
        group.addTask { .named(try await handler.physicalID(for: request)) }
      } else {
        group.addTask { .finished(try await handler.handle(request, invocation)) }
      }
      var result: Result<CustomResourceOutcome, any Error>?
      while result == nil {
        switch await group.nextResult() {
        case .success(.named(let id)):
          physicalID = id
          group.addTask { .finished(try await handler.handle(request, invocation)) }
        case .success(.finished(let outcome)):
          physicalID = outcome.physicalID ?? physicalID
          result = .success(outcome)
        case .failure(let error): result = .failure(error)
        case nil: result = .failure(CancellationError())
        }
      }
      group.cancelAll()
      try Task.checkCancellation()
      guard let result else { return }
      log(result, of: request, invocation, took: environment.timepiece.now() - start)
      // Within the group: whoever ignores that it is cancelled is not waited for.
      try await answer(envelope, invocation, physicalID: physicalID ?? Self.noID, result)
    }
  }

  private func log(
    _ result: Result<CustomResourceOutcome, any Error>,
    of request: CustomResourceRequest,
    _ invocation: Invocation,
    took duration: Duration
  ) {
    switch result {
    case .success: invocation.log.write(.request, .done, request.type, took: duration)
    case .failure(let error):
      invocation.log.write(.request, .failed, "\(request.type): \(sentence(of: error))", took: duration)
    }
  }

  private func answer(
    _ envelope: Envelope,
    _ invocation: Invocation,
    physicalID: String,
    _ result: Result<CustomResourceOutcome, any Error>
  ) async throws {
    let verdict: CustomResourceAnswer.Verdict
    switch result {
    case .success(let outcome):
      verdict = .success(attributes: outcome.attributes, isHidden: outcome.hidesAttributes)
    case .failure(let error):
      verdict = .failure(sentence: "\(sentence(of: error)) (request \(invocation.requestID))")
    }
    let answer = CustomResourceAnswer(addressee: envelope.addressee, physicalID: physicalID, verdict: verdict)
    guard let body = answer.body else {
      return invocation.log.write(.answer, .refused, "the ids that the answer has to repeat are too long")
    }
    let limit = max(.zero, invocation.remaining - Self.lastMoment)
    switch await sender.send(body, to: envelope.address, within: limit) {
    case .delivered: return
    case .refused(let status):
      invocation.log.write(.answer, .refused, "the address for the answer refused it with \(status)")
      if case .success(let outcome) = result, let undo = outcome.undo {
        // How it went stands in the log; there is nobody else to tell.
        _ = try? await invocation.log.timing(.undo, undo)
      }
    case .lost(let sentence):
      invocation.log.write(.answer, .failed, sentence)
      throw AnswerLost()
    }
  }
}
